using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
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
    // Rows of a panel. With vectors of all lanes, four of them and four rows keep 16 sums in 32 registers; shorter ones have 16 registers.
    private const int Rows = 4, WideGroup = 4, NarrowGroup = 3;

    // Where tiles are few, their rows are cut into parts of so many at least, each of which packs the tile for itself.
    private const int Items = 32, PartRows = 64;

    public required GatherTiling Tiling { get; init; }

    public required PanelTaps Taps { get; init; }

    public required KernelScratch Scratch { get; init; }

    /// <summary>Phase by phase [rows, channels, taps].</summary>
    public required float* Weights { get; init; }

    /// <summary>One for each row, or null.</summary>
    public required float* Bias { get; init; }

    public required float* Source { get; init; }

    public required float* Target { get; init; }

    /// <summary>Whether the target is overwritten or added to.</summary>
    public required GradientStore Store { get; init; }

    /// <summary>Parts that the rows are cut into.</summary>
    public static int PartsOf(GatherTiling tiling, int rows) =>
        Math.Clamp((Items + tiling.Tiles - 1) / tiling.Tiles, 1, Math.Max(1, rows / PartRows));

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PanelGather kernel = this;
        int group = GroupOf(TTier.Width);
        int room = TilePositions.RoomFor(Tiling, TTier.Width, group);
        nint packed = (nint)Tiling.Chunk * Tiling.PackedChannel;
        int parts = PartsOf(Tiling, Taps.Rows), panels = (Taps.Rows + Rows - 1) / Rows;
        Team.Run(Scratch.Threads, Tiling.Tiles * parts, (item, worker) =>
        {
            (int tile, int part) = Math.DivRem(item, parts);
            float* memory = kernel.Scratch.OfWorker(worker, packed + BlockedShape.Lanes * group + room);
            Span<int> positions = new(memory + packed + BlockedShape.Lanes * group, room);
            kernel.Tile<TVector, TTier>(
                kernel.Tiling.Tile(tile), panels * part / parts, panels * (part + 1) / parts, memory, memory + packed, positions);
        });
    }

    private static int GroupOf(int width) => width == BlockedShape.Lanes ? WideGroup : NarrowGroup;

    private readonly void Tile<TVector, TTier>(
        (int Block, int Row, int Column) tile, int firstPanel, int endPanel, float* packed, float* beyond, Span<int> room)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        float* target = Target + tile.Block * Tiling.Output.BlockLength;
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
                    Tiling, tile, (vertical, horizontal), TTier.Width, GroupOf(TTier.Width), room);
                nint pitch = (nint)Taps.Channels * taps;
                float* weights = Weights + Taps.First[phase] + (nint)first * taps;
                fixed (int* offsets = Taps.OffsetsOf(phase), reads = positions.Packed, writes = positions.Output)
                {
                    for (int number = firstPanel; number < endPanel; number++)
                    {
                        Panel panel = new(number * Rows, Taps.Rows, weights, pitch, target, Tiling.Output.Plane, Bias)
                        {
                            Offsets = offsets,
                            Count = (nint)channels * taps,
                            Adds = adds,
                        };
                        for (int group = 0; group < positions.Packed.Length; group += GroupOf(TTier.Width))
                        {
                            if (TTier.Width == BlockedShape.Lanes)
                                Wide<TVector, TTier>(panel, packed, reads + group, writes + group, beyond);
                            else Narrow<TVector, TTier>(panel, packed, reads + group, writes + group, beyond);
                        }
                    }
                }
            }
        }
    }

    // Four rows by four vectors.
    private readonly void Wide<TVector, TTier>(in Panel panel, float* packed, int* read, int* write, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        float* w0 = panel.Weights0, w1 = panel.Weights1, w2 = panel.Weights2, w3 = panel.Weights3;
        float* p0 = packed + read[0], p1 = packed + read[1], p2 = packed + read[2], p3 = packed + read[3];
        TVector a00, a01, a02, a03;
        TVector a10, a11, a12, a13;
        TVector a20, a21, a22, a23;
        TVector a30, a31, a32, a33;
        if (panel.Adds)
        {
            a00 = TTier.Load(At(panel.Target0, write[0], beyond));
            a01 = TTier.Load(At(panel.Target0, write[1], beyond));
            a02 = TTier.Load(At(panel.Target0, write[2], beyond));
            a03 = TTier.Load(At(panel.Target0, write[3], beyond));
            a10 = TTier.Load(At(panel.Target1, write[0], beyond));
            a11 = TTier.Load(At(panel.Target1, write[1], beyond));
            a12 = TTier.Load(At(panel.Target1, write[2], beyond));
            a13 = TTier.Load(At(panel.Target1, write[3], beyond));
            a20 = TTier.Load(At(panel.Target2, write[0], beyond));
            a21 = TTier.Load(At(panel.Target2, write[1], beyond));
            a22 = TTier.Load(At(panel.Target2, write[2], beyond));
            a23 = TTier.Load(At(panel.Target2, write[3], beyond));
            a30 = TTier.Load(At(panel.Target3, write[0], beyond));
            a31 = TTier.Load(At(panel.Target3, write[1], beyond));
            a32 = TTier.Load(At(panel.Target3, write[2], beyond));
            a33 = TTier.Load(At(panel.Target3, write[3], beyond));
        }
        else
        {
            a00 = a01 = a02 = a03 = TTier.Broadcast(panel.Start0);
            a10 = a11 = a12 = a13 = TTier.Broadcast(panel.Start1);
            a20 = a21 = a22 = a23 = TTier.Broadcast(panel.Start2);
            a30 = a31 = a32 = a33 = TTier.Broadcast(panel.Start3);
        }

        for (nint i = 0; i < panel.Count; i++)
        {
            nint offset = panel.Offsets[i];
            TVector x0 = TTier.Load(p0 + offset), x1 = TTier.Load(p1 + offset), x2 = TTier.Load(p2 + offset), x3 = TTier.Load(p3 + offset);
            TVector value = TTier.Broadcast(w0[i]);
            a00 = TTier.MultiplyAdd(x0, value, a00);
            a01 = TTier.MultiplyAdd(x1, value, a01);
            a02 = TTier.MultiplyAdd(x2, value, a02);
            a03 = TTier.MultiplyAdd(x3, value, a03);
            value = TTier.Broadcast(w1[i]);
            a10 = TTier.MultiplyAdd(x0, value, a10);
            a11 = TTier.MultiplyAdd(x1, value, a11);
            a12 = TTier.MultiplyAdd(x2, value, a12);
            a13 = TTier.MultiplyAdd(x3, value, a13);
            value = TTier.Broadcast(w2[i]);
            a20 = TTier.MultiplyAdd(x0, value, a20);
            a21 = TTier.MultiplyAdd(x1, value, a21);
            a22 = TTier.MultiplyAdd(x2, value, a22);
            a23 = TTier.MultiplyAdd(x3, value, a23);
            value = TTier.Broadcast(w3[i]);
            a30 = TTier.MultiplyAdd(x0, value, a30);
            a31 = TTier.MultiplyAdd(x1, value, a31);
            a32 = TTier.MultiplyAdd(x2, value, a32);
            a33 = TTier.MultiplyAdd(x3, value, a33);
        }

        TTier.Store(a00, At(panel.Target0, write[0], beyond));
        TTier.Store(a01, At(panel.Target0, write[1], beyond));
        TTier.Store(a02, At(panel.Target0, write[2], beyond));
        TTier.Store(a03, At(panel.Target0, write[3], beyond));
        TTier.Store(a10, At(panel.Target1, write[0], beyond));
        TTier.Store(a11, At(panel.Target1, write[1], beyond));
        TTier.Store(a12, At(panel.Target1, write[2], beyond));
        TTier.Store(a13, At(panel.Target1, write[3], beyond));
        TTier.Store(a20, At(panel.Target2, write[0], beyond));
        TTier.Store(a21, At(panel.Target2, write[1], beyond));
        TTier.Store(a22, At(panel.Target2, write[2], beyond));
        TTier.Store(a23, At(panel.Target2, write[3], beyond));
        TTier.Store(a30, At(panel.Target3, write[0], beyond));
        TTier.Store(a31, At(panel.Target3, write[1], beyond));
        TTier.Store(a32, At(panel.Target3, write[2], beyond));
        TTier.Store(a33, At(panel.Target3, write[3], beyond));
    }

    // Four rows by three vectors.
    private readonly void Narrow<TVector, TTier>(in Panel panel, float* packed, int* read, int* write, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        float* w0 = panel.Weights0, w1 = panel.Weights1, w2 = panel.Weights2, w3 = panel.Weights3;
        float* p0 = packed + read[0], p1 = packed + read[1], p2 = packed + read[2];
        TVector a00, a01, a02;
        TVector a10, a11, a12;
        TVector a20, a21, a22;
        TVector a30, a31, a32;
        if (panel.Adds)
        {
            a00 = TTier.Load(At(panel.Target0, write[0], beyond));
            a01 = TTier.Load(At(panel.Target0, write[1], beyond));
            a02 = TTier.Load(At(panel.Target0, write[2], beyond));
            a10 = TTier.Load(At(panel.Target1, write[0], beyond));
            a11 = TTier.Load(At(panel.Target1, write[1], beyond));
            a12 = TTier.Load(At(panel.Target1, write[2], beyond));
            a20 = TTier.Load(At(panel.Target2, write[0], beyond));
            a21 = TTier.Load(At(panel.Target2, write[1], beyond));
            a22 = TTier.Load(At(panel.Target2, write[2], beyond));
            a30 = TTier.Load(At(panel.Target3, write[0], beyond));
            a31 = TTier.Load(At(panel.Target3, write[1], beyond));
            a32 = TTier.Load(At(panel.Target3, write[2], beyond));
        }
        else
        {
            a00 = a01 = a02 = TTier.Broadcast(panel.Start0);
            a10 = a11 = a12 = TTier.Broadcast(panel.Start1);
            a20 = a21 = a22 = TTier.Broadcast(panel.Start2);
            a30 = a31 = a32 = TTier.Broadcast(panel.Start3);
        }

        for (nint i = 0; i < panel.Count; i++)
        {
            nint offset = panel.Offsets[i];
            TVector x0 = TTier.Load(p0 + offset), x1 = TTier.Load(p1 + offset), x2 = TTier.Load(p2 + offset);
            TVector value = TTier.Broadcast(w0[i]);
            a00 = TTier.MultiplyAdd(x0, value, a00);
            a01 = TTier.MultiplyAdd(x1, value, a01);
            a02 = TTier.MultiplyAdd(x2, value, a02);
            value = TTier.Broadcast(w1[i]);
            a10 = TTier.MultiplyAdd(x0, value, a10);
            a11 = TTier.MultiplyAdd(x1, value, a11);
            a12 = TTier.MultiplyAdd(x2, value, a12);
            value = TTier.Broadcast(w2[i]);
            a20 = TTier.MultiplyAdd(x0, value, a20);
            a21 = TTier.MultiplyAdd(x1, value, a21);
            a22 = TTier.MultiplyAdd(x2, value, a22);
            value = TTier.Broadcast(w3[i]);
            a30 = TTier.MultiplyAdd(x0, value, a30);
            a31 = TTier.MultiplyAdd(x1, value, a31);
            a32 = TTier.MultiplyAdd(x2, value, a32);
        }

        TTier.Store(a00, At(panel.Target0, write[0], beyond));
        TTier.Store(a01, At(panel.Target0, write[1], beyond));
        TTier.Store(a02, At(panel.Target0, write[2], beyond));
        TTier.Store(a10, At(panel.Target1, write[0], beyond));
        TTier.Store(a11, At(panel.Target1, write[1], beyond));
        TTier.Store(a12, At(panel.Target1, write[2], beyond));
        TTier.Store(a20, At(panel.Target2, write[0], beyond));
        TTier.Store(a21, At(panel.Target2, write[1], beyond));
        TTier.Store(a22, At(panel.Target2, write[2], beyond));
        TTier.Store(a30, At(panel.Target3, write[0], beyond));
        TTier.Store(a31, At(panel.Target3, write[1], beyond));
        TTier.Store(a32, At(panel.Target3, write[2], beyond));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* At(float* row, int write, float* beyond) => write >= 0 ? row + write : beyond;

    /// <summary>Four rows of a chunk. Beyond the last row it is repeated, which computes and stores the same once more.</summary>
    private readonly struct Panel
    {
        public readonly float* Weights0, Weights1, Weights2, Weights3;
        public readonly float* Target0, Target1, Target2, Target3;
        public readonly float Start0, Start1, Start2, Start3;

        public Panel(int first, int rows, float* weights, nint pitch, float* target, nint plane, float* bias)
        {
            int second = Math.Min(first + 1, rows - 1), third = Math.Min(first + 2, rows - 1), fourth = Math.Min(first + 3, rows - 1);
            Weights0 = weights + first * pitch;
            Weights1 = weights + second * pitch;
            Weights2 = weights + third * pitch;
            Weights3 = weights + fourth * pitch;
            Target0 = target + first * plane;
            Target1 = target + second * plane;
            Target2 = target + third * plane;
            Target3 = target + fourth * plane;
            if (bias is not null) (Start0, Start1, Start2, Start3) = (bias[first], bias[second], bias[third], bias[fourth]);
        }

        public required int* Offsets { get; init; }

        /// <summary>Weights of a row.</summary>
        public required nint Count { get; init; }

        /// <summary>Whether the sums begin with what the target holds.</summary>
        public required bool Adds { get; init; }
    }
}
