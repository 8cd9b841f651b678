using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// out[row, position] = Σ values[i] · in[channel of i, position] over the connections i of the row: what <see cref="SparseGather"/>
/// computes, for kernels of one element. There neighbouring positions share no pixel, so a group of them is packed by itself and all rows
/// walk it before the next, from the first-level cache.
/// </summary>
/// <remarks>
/// Each output is the same chain of fused multiply-adds as there, so all tiers, all sizes and both kernels agree bit for bit.
/// </remarks>
internal unsafe struct PointGather : ITieredKernel
{
    /// <summary>Vectors of positions that the accumulators of the inner loop hold.</summary>
    public const int Group = 8;

    public required PointTiling Tiling { get; init; }

    public required GatherOperands Operands { get; init; }

    private readonly bool Adds => Operands.Store == GradientStore.Add;

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PointGather kernel = this;
        int length = Group * TTier.Width;
        int groups = Tiling.GroupsOf(length), tileGroups = Tiling.TileGroupsOf(length);
        int tiles = (groups + tileGroups - 1) / tileGroups;
        nint packed = (nint)tileGroups * Tiling.Channels * length;
        int rows = Operands.Rows, parts = Tiling.PartsOf(length, rows, Operands.Scratch.Threads);
        Team.Run(Operands.Scratch.Threads, Tiling.TilesOf(length) * parts, (item, worker) =>
        {
            (int number, int part) = Math.DivRem(item, parts);
            (int block, int tile) = Math.DivRem(number, tiles);
            int first = tile * tileGroups;
            float* memory = kernel.Operands.Scratch.OfWorker(worker, packed + (nint)rows * length);
            kernel.Tile<TVector, TTier>(
                block, first, Math.Min(tileGroups, groups - first), ItemPlan.Part(rows, 1, parts, part), memory, memory + packed);
        });
    }

    private readonly void Tile<TVector, TTier>(
        int block, int first, int groups, (int First, int End) rows, float* packed, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int length = Group * TTier.Width;
        if (Operands.Source.IsAsItLies && Tiling.IsPacked(length))
            packed = Operands.Source.X + block * Tiling.Source.Shape.BlockLength;
        else
            PointPacker.Pack<TVector, TTier>(Tiling, block, first, groups, length, Operands.Source, packed);
        float* target = Operands.Target + block * Tiling.Target.Shape.BlockLength;
        RowsInMemory inMemory = new(sums, length);
        for (int group = 0; group < groups; group++, packed += (nint)Tiling.Channels * length)
        {
            // Where positions lie apart, or a group reaches beyond them, its sums are made in memory of ours and moved.
            int start = (first + group) * length;
            bool direct = Tiling.Target.IsWhole && start + length <= Tiling.Target.Floats;
            RowsInMemory result = direct ? new(target + start, Tiling.Target.Shape.Plane) : inMemory;
            if (!direct && Adds) PointSums.Take<TVector, TTier>(Tiling.Target, rows, target, start, length, sums);
            for (int chunk = 0; chunk < Tiling.Chunks; chunk++)
            {
                RowsInMemory? from = chunk > 0 ? inMemory : Adds ? result : null;
                Chunk<TVector, TTier>(
                    chunk, rows, packed + (nint)chunk * Tiling.Chunk * length, from, chunk < Tiling.Chunks - 1 ? inMemory : result);
            }

            if (!direct) PointSums.Place<TVector, TTier>(Tiling.Target, rows, target, start, length, sums);
        }
    }

    private readonly void Chunk<TVector, TTier>(
        int chunk, (int First, int End) rows, float* packed, RowsInMemory? from, RowsInMemory to)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int width = TTier.Width, chunks = Tiling.Chunks;
        for (int row = rows.First; row < rows.End; row++)
        {
            int bound = row * (chunks + 1) + chunk;
            int begin = Operands.Bounds[bound];
            nint count = Operands.Bounds[bound + 1] - begin;
            float* values = Operands.Values + begin;
            int* offsets = Operands.Offsets + begin;
            TVector a0, a1, a2, a3, a4, a5, a6, a7;
            if (from is { } sums)
            {
                float* start = sums.Row(row);
                a0 = TTier.Load(start);
                a1 = TTier.Load(start + width);
                a2 = TTier.Load(start + 2 * width);
                a3 = TTier.Load(start + 3 * width);
                a4 = TTier.Load(start + 4 * width);
                a5 = TTier.Load(start + 5 * width);
                a6 = TTier.Load(start + 6 * width);
                a7 = TTier.Load(start + 7 * width);
            }
            else
            {
                a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = TTier.Broadcast(Operands.Bias is null ? 0 : Operands.Bias[row]);
            }

            for (nint i = 0; i < count; i++)
            {
                TVector value = TTier.Broadcast(values[i]);
                float* x = packed + (nint)offsets[i] * (Group * width);
                a0 = TTier.MultiplyAdd(TTier.Load(x), value, a0);
                a1 = TTier.MultiplyAdd(TTier.Load(x + width), value, a1);
                a2 = TTier.MultiplyAdd(TTier.Load(x + 2 * width), value, a2);
                a3 = TTier.MultiplyAdd(TTier.Load(x + 3 * width), value, a3);
                a4 = TTier.MultiplyAdd(TTier.Load(x + 4 * width), value, a4);
                a5 = TTier.MultiplyAdd(TTier.Load(x + 5 * width), value, a5);
                a6 = TTier.MultiplyAdd(TTier.Load(x + 6 * width), value, a6);
                a7 = TTier.MultiplyAdd(TTier.Load(x + 7 * width), value, a7);
            }

            float* end = to.Row(row);
            TTier.Store(a0, end);
            TTier.Store(a1, end + width);
            TTier.Store(a2, end + 2 * width);
            TTier.Store(a3, end + 3 * width);
            TTier.Store(a4, end + 4 * width);
            TTier.Store(a5, end + 5 * width);
            TTier.Store(a6, end + 6 * width);
            TTier.Store(a7, end + 7 * width);
        }
    }
}
