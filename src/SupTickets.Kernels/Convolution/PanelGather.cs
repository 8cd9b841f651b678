using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// out[row, position] = Σ weights[row, channel, tap] · in[channel, position · step + tap] over all channels and taps: the forward pass of a
/// convolution, and its input gradient over the transposed weight. Four rows and a few vectors of positions stay in registers, so that
/// each vector of the packed input serves four multiply-adds and each weight as many as there are vectors.
/// </summary>
/// <remarks>
/// Each output is the same chain of fused multiply-adds in every tier and for every size, and that of <see cref="SparseGather"/>, since a
/// product with 0 changes no sum.
/// </remarks>
internal unsafe struct PanelGather : ITieredKernel
{
    // Fewer rows than this take no longer than packing what they read.
    private const int LeastRows = 32;

    public required GatherTiling Tiling { get; init; }

    public required PanelTaps Taps { get; init; }

    public required KernelScratch Scratch { get; init; }

    /// <summary>Phase by phase [rows, channels, taps].</summary>
    public required float* Weights { get; init; }

    /// <summary>One for each row, or null.</summary>
    public required float* Bias { get; init; }

    public required NormalizedInput Source { get; init; }

    public required float* Target { get; init; }

    /// <summary>Whether the target is overwritten or added to.</summary>
    public required GradientStore Store { get; init; }

    /// <summary>Parts that the rows are cut into.</summary>
    public static int PartsOf(GatherTiling tiling, int rows, int threads) => ItemPlan.PartsOf(tiling.Tiles, rows, LeastRows, threads);

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PanelGather kernel = this;
        int group = PanelLoop.GroupOf(TTier.Width);
        int room = TilePositions.RoomFor(Tiling, TTier.Width, group);
        nint packed = (nint)Tiling.Chunk * Tiling.PackedChannel;
        int rows = Taps.Rows, parts = PartsOf(Tiling, rows, Scratch.Threads);
        Team.Run(Scratch.Threads, Tiling.Tiles * parts, (item, worker) =>
        {
            (int tile, int part) = Math.DivRem(item, parts);
            float* memory = kernel.Scratch.OfWorker(worker, packed + BlockedShape.Lanes * group + room);
            Span<int> positions = new(memory + packed + BlockedShape.Lanes * group, room);
            kernel.Tile<TVector, TTier>(
                kernel.Tiling.Tile(tile), ItemPlan.Part(rows, Panel.Height, parts, part), memory, memory + packed, positions);
        });
    }

    private readonly void Tile<TVector, TTier>(
        (int Block, int Row, int Column) tile, (int First, int End) part, float* packed, float* beyond, Span<int> room)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        RowsInMemory sums = new(Target + tile.Block * Tiling.Output.BlockLength, Tiling.Output.Plane);
        for (int chunk = 0; chunk < Tiling.Chunks; chunk++)
        {
            int first = chunk * Tiling.Chunk;
            int channels = Math.Min(Tiling.Chunk, Tiling.Input.Channels - first);
            TilePacker.Pack<TVector, TTier>(Tiling, tile, first, channels, Source, packed);
            for (int phase = 0; phase < Taps.Phases; phase++)
            {
                int taps = Taps.CountOf[phase];
                bool adds = chunk > 0 || Store == GradientStore.Add;
                if (taps == 0 && adds) continue;
                (int vertical, int horizontal) = Math.DivRem(phase, Tiling.Horizontal.Phases);
                TilePositions positions = TilePositions.Of(
                    Tiling, tile, (vertical, horizontal), TTier.Width, PanelLoop.GroupOf(TTier.Width), room);
                nint pitch = (nint)Taps.Channels * taps;
                float* weights = Weights + Taps.First[phase] + (nint)first * taps;
                fixed (int* offsets = Taps.OffsetsOf(phase), reads = positions.Packed, writes = positions.Output)
                {
                    for (int row = part.First; row < part.End; row += Panel.Height)
                    {
                        Panel panel = new(row, Taps.Rows, new(weights, pitch), adds ? sums : null, sums, Bias)
                        {
                            Offsets = offsets,
                            Count = (nint)channels * taps,
                        };
                        for (int group = 0; group < positions.Packed.Length; group += PanelLoop.GroupOf(TTier.Width))
                            PanelLoop.Run<TVector, TTier>(panel, packed, reads + group, writes + group, beyond);
                    }
                }
            }
        }
    }
}
