using System.Runtime.Intrinsics;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// gradient[i] += Σ dy[row of i, position] · x[channel of i, position · stride + tap of i] over all samples and positions: the gradient of
/// a sparse convolution's values, at the connections only. Four connections of one row walk a packed tile side by side.
/// </summary>
/// <remarks>
/// One item computes all of a connection's sum within a block of samples, tile after tile, so the order of additions, and with it
/// every bit, is the same for any number of threads. Tiers add in other orders and agree within rounding.
/// </remarks>
internal unsafe struct SparseWeightGradient : ITieredKernel
{
    public required GatherTiling Tiling { get; init; }

    public required KernelScratch Scratch { get; init; }

    /// <summary>For each row the first connection of each chunk, then the row's end.</summary>
    public required int* Bounds { get; init; }

    public required int* Offsets { get; init; }

    public required NormalizedInput Source { get; init; }

    public required float* OutputGradient { get; init; }

    public required float* Gradient { get; init; }

    /// <summary>Parts that the rows of a chunk are cut into; each packs the chunk's tiles for itself.</summary>
    public static int PartsOf(GatherTiling tiling, int threads) =>
        ItemPlan.PartsOf(tiling.Chunks, tiling.Output.Channels, least: 1, threads);

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        SparseWeightGradient kernel = this;
        int rows = Tiling.Output.Channels;
        int parts = PartsOf(Tiling, Scratch.Threads);
        nint packed = (nint)Tiling.Chunk * Tiling.PackedChannel;
        for (int block = 0; block < Tiling.BlockTiles; block++)
        {
            int number = block;
            Team.Run(Scratch.Threads, Tiling.Chunks * parts, (item, worker) =>
            {
                (int chunk, int part) = Math.DivRem(item, parts);
                kernel.Part<TVector, TTier>(
                    number, chunk, rows * part / parts, rows * (part + 1) / parts, kernel.Scratch.OfWorker(worker, packed));
            });
        }
    }

    private readonly void Part<TVector, TTier>(int block, int chunk, int firstRow, int endRow, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int first = chunk * Tiling.Chunk;
        int channels = Math.Min(Tiling.Chunk, Tiling.Input.Channels - first);
        int tiles = Tiling.VerticalTiles * Tiling.HorizontalTiles;
        for (int number = block * tiles; number < (block + 1) * tiles; number++)
        {
            (int Block, int Row, int Column) tile = Tiling.Tile(number);
            TilePacker.Pack<TVector, TTier>(Tiling, tile, first, channels, Source, packed);
            for (int row = firstRow; row < endRow; row++)
            {
                int bound = row * (Tiling.Chunks + 1) + chunk;
                Row<TVector, TTier>(tile, row, Bounds[bound], Bounds[bound + 1], packed);
            }
        }
    }

    private readonly void Row<TVector, TTier>((int Block, int Row, int Column) tile, int row, int begin, int end, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        BlockedShape output = Tiling.Output;
        int blocks = Math.Min(Tiling.TileBlocks, output.Blocks - tile.Block);
        int rows = Math.Min(Tiling.TileRows, output.Height - tile.Row);
        nint run = (nint)Math.Min(Tiling.TileColumns, output.Width - tile.Column) * BlockedShape.Lanes;
        float* gradients = OutputGradient
            + tile.Block * output.BlockLength
            + row * output.Plane
            + ((nint)tile.Row * output.Width + tile.Column) * BlockedShape.Lanes;
        nint packedBlock = (nint)Tiling.PackedBlock * BlockedShape.Lanes;
        nint packedPitch = (nint)Tiling.PackedColumns * BlockedShape.Lanes;
        nint pitch = (nint)output.Width * BlockedShape.Lanes;
        for (int i = begin; i < end; i += 4)
        {
            int last = end - 1;
            nint d0 = Offsets[i], d1 = Offsets[Math.Min(i + 1, last)], d2 = Offsets[Math.Min(i + 2, last)],
                d3 = Offsets[Math.Min(i + 3, last)];
            TVector a0 = TTier.Broadcast(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
            for (int block = 0; block < blocks; block++)
            {
                float* x = packed + block * packedBlock;
                float* dy = gradients + block * output.BlockLength;
                for (int y = 0; y < rows; y++, x += packedPitch, dy += pitch)
                {
                    float* x0 = x + d0;
                    float* x1 = x + d1;
                    float* x2 = x + d2;
                    float* x3 = x + d3;
                    nint at = 0;
                    for (; at + 2 * TTier.Width <= run; at += 2 * TTier.Width)
                    {
                        TVector even = TTier.Load(dy + at);
                        TVector odd = TTier.Load(dy + at + TTier.Width);
                        a0 = TTier.MultiplyAdd(TTier.Load(x0 + at), even, a0);
                        a1 = TTier.MultiplyAdd(TTier.Load(x1 + at), even, a1);
                        a2 = TTier.MultiplyAdd(TTier.Load(x2 + at), even, a2);
                        a3 = TTier.MultiplyAdd(TTier.Load(x3 + at), even, a3);
                        b0 = TTier.MultiplyAdd(TTier.Load(x0 + at + TTier.Width), odd, b0);
                        b1 = TTier.MultiplyAdd(TTier.Load(x1 + at + TTier.Width), odd, b1);
                        b2 = TTier.MultiplyAdd(TTier.Load(x2 + at + TTier.Width), odd, b2);
                        b3 = TTier.MultiplyAdd(TTier.Load(x3 + at + TTier.Width), odd, b3);
                    }

                    if (at < run)
                    {
                        TVector even = TTier.Load(dy + at);
                        a0 = TTier.MultiplyAdd(TTier.Load(x0 + at), even, a0);
                        a1 = TTier.MultiplyAdd(TTier.Load(x1 + at), even, a1);
                        a2 = TTier.MultiplyAdd(TTier.Load(x2 + at), even, a2);
                        a3 = TTier.MultiplyAdd(TTier.Load(x3 + at), even, a3);
                    }
                }
            }

            Vector128<float> sums = TTier.Sums(TTier.Add(a0, b0), TTier.Add(a1, b1), TTier.Add(a2, b2), TTier.Add(a3, b3));
            float* target = Gradient + i;
            if (end - i >= 4)
            {
                (Vector128.Load(target) + sums).Store(target);
                continue;
            }

            for (int j = 0; j < end - i; j++) target[j] += sums[j];
        }
    }
}
