using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// out[row, position] = Σ weights[row, channel] · in[channel, position] over all channels: what <see cref="PanelGather"/> computes, for
/// kernels of one element. As in <see cref="PointGather"/>, a group of positions is packed by itself and all rows walk it before the next,
/// from the first-level cache.
/// </summary>
internal unsafe struct PanelPointGather : ITieredKernel
{
    public required PointTiling Tiling { get; init; }

    public required KernelScratch Scratch { get; init; }

    public required int Rows { get; init; }

    /// <summary>[rows, channels].</summary>
    public required float* Weights { get; init; }

    /// <summary>One for each row, or null.</summary>
    public required float* Bias { get; init; }

    public required NormalizedInput Source { get; init; }

    public required float* Target { get; init; }

    /// <summary>Whether the target is overwritten or added to.</summary>
    public required GradientStore Store { get; init; }

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PanelPointGather kernel = this;
        int length = PanelLoop.GroupOf(TTier.Width) * TTier.Width;
        int groups = Tiling.GroupsOf(length), tileGroups = Tiling.TileGroupsOf(length);
        int tiles = (groups + tileGroups - 1) / tileGroups, chunk = Tiling.Chunk, rows = Rows;
        int parts = Tiling.PartsOf(length, rows, Scratch.Threads);
        nint packed = (nint)tileGroups * Tiling.Channels * length, sums = (nint)Rows * length;
        Team.Run(Scratch.Threads, Tiling.TilesOf(length) * parts, (item, worker) =>
        {
            (int number, int part) = Math.DivRem(item, parts);
            (int block, int tile) = Math.DivRem(number, tiles);
            int first = tile * tileGroups;
            float* memory = kernel.Scratch.OfWorker(worker, packed + sums + chunk);
            kernel.Tile<TVector, TTier>(
                block, first, Math.Min(tileGroups, groups - first), ItemPlan.Part(rows, Panel.Height, parts, part), memory, memory + packed,
                (int*)(memory + packed + sums));
        });
    }

    private readonly void Tile<TVector, TTier>(
        int block, int first, int groups, (int First, int End) part, float* packed, float* sums, int* offsets)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int length = PanelLoop.GroupOf(TTier.Width) * TTier.Width;
        if (Source.IsAsItLies && Tiling.IsPacked(length))
            packed = Source.X + block * Tiling.Source.Shape.BlockLength;
        else
            PointPacker.Pack<TVector, TTier>(Tiling, block, first, groups, length, Source, packed);
        for (int channel = 0; channel < Tiling.Chunk; channel++) offsets[channel] = channel * length;
        int* places = stackalloc int[length / TTier.Width];
        for (int vector = 0; vector < length / TTier.Width; vector++) places[vector] = vector * TTier.Width;
        float* target = Target + block * Tiling.Target.Shape.BlockLength;
        RowsInMemory inMemory = new(sums, length);
        for (int group = 0; group < groups; group++, packed += (nint)Tiling.Channels * length)
        {
            // Where positions lie apart, or a group reaches beyond them, its sums are made in memory of ours and moved.
            int start = (first + group) * length;
            bool direct = Tiling.Target.IsWhole && start + length <= Tiling.Target.Floats, adds = Store == GradientStore.Add;
            RowsInMemory result = direct ? new(target + start, Tiling.Target.Shape.Plane) : inMemory;
            if (!direct && adds) PointSums.Take<TVector, TTier>(Tiling.Target, part, target, start, length, sums);
            for (int chunk = 0; chunk < Tiling.Chunks; chunk++)
            {
                int channel = chunk * Tiling.Chunk;
                RowsInMemory? from = chunk > 0 ? inMemory : adds ? result : null;
                RowsInMemory to = chunk < Tiling.Chunks - 1 ? inMemory : result;
                for (int row = part.First; row < part.End; row += Panel.Height)
                {
                    Panel panel = new(row, Rows, new(Weights + channel, Tiling.Channels), from, to, Bias)
                    {
                        Offsets = offsets,
                        Count = Math.Min(Tiling.Chunk, Tiling.Channels - channel),
                    };
                    PanelLoop.Run<TVector, TTier>(panel, packed + (nint)channel * length, places, places, sums);
                }
            }

            if (!direct) PointSums.Place<TVector, TTier>(Tiling.Target, part, target, start, length, sums);
        }
    }
}
