using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// out[row, position] = Σ values[i] · in[channel of i, position · step + tap of i] over the connections i of the row: the forward pass
/// of a sparse convolution, and its input gradient over the transposed pattern. For one row and eight vectors of positions, which
/// stay in registers, it walks the row's connections: broadcast the value, eight fused multiply-adds straight from the packed input.
/// </summary>
/// <remarks>Each output is the same chain of fused multiply-adds in every tier, so all tiers agree bit for bit.</remarks>
internal unsafe struct SparseGather : ITieredKernel
{
    // Vectors of positions that the accumulators of the inner loop hold.
    private const int Group = 8;

    // Fewer rows than this take no longer than packing what they read.
    private const int LeastRows = 32;

    public required GatherTiling Tiling { get; init; }

    public required GatherOperands Operands { get; init; }

    /// <summary>Parts that the channels of the output are cut into.</summary>
    public static int PartsOf(GatherTiling tiling, int threads) =>
        ItemPlan.PartsOf(tiling.Tiles, tiling.Output.Channels, LeastRows, threads);

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        SparseGather kernel = this;
        int room = TilePositions.RoomFor(Tiling, TTier.Width, Group);
        nint packed = (nint)Tiling.Chunk * Tiling.PackedChannel;
        int channels = Tiling.Output.Channels, parts = PartsOf(Tiling, Operands.Scratch.Threads);
        Team.Run(Operands.Scratch.Threads, Tiling.Tiles * parts, (item, worker) =>
        {
            (int tile, int part) = Math.DivRem(item, parts);
            float* memory = kernel.Operands.Scratch.OfWorker(worker, packed + BlockedShape.Lanes * Group + room);
            Span<int> positions = new(memory + packed + BlockedShape.Lanes * Group, room);
            kernel.Tile<TVector, TTier>(
                kernel.Tiling.Tile(tile), ItemPlan.Part(channels, 1, parts, part), memory, memory + packed, positions);
        });
    }

    private readonly void Tile<TVector, TTier>(
        (int Block, int Row, int Column) tile, (int First, int End) part, float* packed, float* beyond, Span<int> room)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int channels = Tiling.Output.Channels;
        for (int chunk = 0; chunk < Tiling.Chunks; chunk++)
        {
            int first = chunk * Tiling.Chunk;
            TilePacker.Pack<TVector, TTier>(
                Tiling, tile, first, Math.Min(Tiling.Chunk, Tiling.Input.Channels - first), Operands.Source, packed);
            for (int phase = 0; phase < Operands.Rows / channels; phase++)
            {
                (int vertical, int horizontal) = Math.DivRem(phase, Tiling.Horizontal.Phases);
                TilePositions positions = TilePositions.Of(Tiling, tile, (vertical, horizontal), TTier.Width, Group, room);
                for (int channel = part.First; channel < part.End; channel++)
                    Row<TVector, TTier>(
                        phase * channels + channel, chunk,
                        Operands.Target + tile.Block * Tiling.Output.BlockLength + channel * Tiling.Output.Plane, positions, packed,
                        beyond);
            }
        }
    }

    private readonly void Row<TVector, TTier>(int row, int chunk, float* target, TilePositions positions, float* packed, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int bound = row * (Tiling.Chunks + 1) + chunk;
        int begin = Operands.Bounds[bound];
        nint count = Operands.Bounds[bound + 1] - begin;
        bool adds = chunk > 0 || Operands.Store == GradientStore.Add;
        if (count == 0 && adds) return;
        float* values = Operands.Values + begin;
        int* offsets = Operands.Offsets + begin;
        TVector start = TTier.Broadcast(Operands.Bias is null ? 0 : Operands.Bias[row]);
        fixed (int* reads = positions.Packed, writes = positions.Output)
        {
            for (int group = 0; group < positions.Packed.Length; group += Group)
            {
                int* read = reads + group;
                int* write = writes + group;
                float* o0 = write[0] >= 0 ? target + write[0] : beyond;
                float* o1 = write[1] >= 0 ? target + write[1] : beyond;
                float* o2 = write[2] >= 0 ? target + write[2] : beyond;
                float* o3 = write[3] >= 0 ? target + write[3] : beyond;
                float* o4 = write[4] >= 0 ? target + write[4] : beyond;
                float* o5 = write[5] >= 0 ? target + write[5] : beyond;
                float* o6 = write[6] >= 0 ? target + write[6] : beyond;
                float* o7 = write[7] >= 0 ? target + write[7] : beyond;
                TVector a0 = start, a1 = start, a2 = start, a3 = start, a4 = start, a5 = start, a6 = start, a7 = start;
                if (adds)
                {
                    a0 = TTier.Load(o0);
                    a1 = TTier.Load(o1);
                    a2 = TTier.Load(o2);
                    a3 = TTier.Load(o3);
                    a4 = TTier.Load(o4);
                    a5 = TTier.Load(o5);
                    a6 = TTier.Load(o6);
                    a7 = TTier.Load(o7);
                }

                float* p0 = packed + read[0];
                float* p1 = packed + read[1];
                float* p2 = packed + read[2];
                float* p3 = packed + read[3];
                float* p4 = packed + read[4];
                float* p5 = packed + read[5];
                float* p6 = packed + read[6];
                float* p7 = packed + read[7];
                for (nint i = 0; i < count; i++)
                {
                    TVector value = TTier.Broadcast(values[i]);
                    nint offset = offsets[i];
                    a0 = TTier.MultiplyAdd(TTier.Load(p0 + offset), value, a0);
                    a1 = TTier.MultiplyAdd(TTier.Load(p1 + offset), value, a1);
                    a2 = TTier.MultiplyAdd(TTier.Load(p2 + offset), value, a2);
                    a3 = TTier.MultiplyAdd(TTier.Load(p3 + offset), value, a3);
                    a4 = TTier.MultiplyAdd(TTier.Load(p4 + offset), value, a4);
                    a5 = TTier.MultiplyAdd(TTier.Load(p5 + offset), value, a5);
                    a6 = TTier.MultiplyAdd(TTier.Load(p6 + offset), value, a6);
                    a7 = TTier.MultiplyAdd(TTier.Load(p7 + offset), value, a7);
                }

                TTier.Store(a0, o0);
                TTier.Store(a1, o1);
                TTier.Store(a2, o2);
                TTier.Store(a3, o3);
                TTier.Store(a4, o4);
                TTier.Store(a5, o5);
                TTier.Store(a6, o6);
                TTier.Store(a7, o7);
            }
        }
    }
}
