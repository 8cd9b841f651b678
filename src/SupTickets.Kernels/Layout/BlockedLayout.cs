using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Layout;

/// <summary>
/// Moves activations between [N, C, H, W] and [⌈N/16⌉, C, H, W, 16]: for each block a transpose of 16 × (C·H·W). With H = W = 1
/// it does the same for features, [N, F] and [⌈N/16⌉, F, 16].
/// </summary>
public static unsafe class BlockedLayout
{
    // Columns of an item: 256 KiB are moved, so that handing items out costs nothing beside them.
    private const nint ItemColumns = 4096;

    // Rows and columns of a tile that is transposed in registers.
    private const int Side = 8;

    /// <summary>Into blocks; lanes without a sample become 0.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">Shape of both.</param>
    /// <param name="rowMajor">[N, C, H, W], any alignment.</param>
    /// <param name="blocked">[⌈N/16⌉, C, H, W, 16]; overwritten.</param>
    public static void ToBlocked(int threads, BlockedShape shape, float* rowMajor, float* blocked) =>
        Run(threads, shape, (block, start, end) =>
        {
            nint columns = shape.Channels * (nint)shape.Area;
            float* rows = rowMajor + (block * BlockedShape.Lanes * columns);
            float* lanes = blocked + (block * shape.BlockLength);
            nint done = Avx.IsSupported ? WideToBlocked(rows, columns, shape.LanesOf(block), start, end, lanes) : start;
            ScalarToBlocked(rows, columns, shape.LanesOf(block), done, end, lanes);
        });

    /// <summary>Out of blocks; lanes without a sample are skipped.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">Shape of both.</param>
    /// <param name="blocked">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="rowMajor">[N, C, H, W], any alignment; overwritten.</param>
    public static void ToRowMajor(int threads, BlockedShape shape, float* blocked, float* rowMajor) =>
        Run(threads, shape, (block, start, end) =>
        {
            nint columns = shape.Channels * (nint)shape.Area;
            float* rows = rowMajor + (block * BlockedShape.Lanes * columns);
            float* lanes = blocked + (block * shape.BlockLength);
            nint done = Avx.IsSupported ? WideToRowMajor(lanes, columns, shape.LanesOf(block), start, end, rows) : start;
            ScalarToRowMajor(lanes, columns, shape.LanesOf(block), done, end, rows);
        });

    /// <summary>The definition for columns [start, end) of one block, and the tail of the wide form.</summary>
    internal static void ScalarToBlocked(float* rows, nint columns, int samples, nint start, nint end, float* lanes)
    {
        for (nint column = start; column < end; column++)
        {
            float* position = lanes + (column * BlockedShape.Lanes);
            for (int lane = 0; lane < BlockedShape.Lanes; lane++) position[lane] = lane < samples ? rows[(lane * columns) + column] : 0;
        }
    }

    /// <summary>The definition for columns [start, end) of one block, and the tail of the wide form.</summary>
    internal static void ScalarToRowMajor(float* lanes, nint columns, int samples, nint start, nint end, float* rows)
    {
        for (nint column = start; column < end; column++)
        {
            float* position = lanes + (column * BlockedShape.Lanes);
            for (int lane = 0; lane < samples; lane++) rows[(lane * columns) + column] = position[lane];
        }
    }

    /// <summary>Sets the lanes without a sample to 0.</summary>
    public static void ClearPadding(BlockedShape shape, float* blocked)
    {
        int lanes = shape.LanesOf(shape.Blocks - 1);
        if (lanes == BlockedShape.Lanes) return;
        float* last = blocked + ((shape.Blocks - 1) * shape.BlockLength);
        for (nint i = lanes; i < shape.BlockLength; i += BlockedShape.Lanes) new Span<float>(last + i, BlockedShape.Lanes - lanes).Clear();
    }

    private static void Run(int threads, BlockedShape shape, Action<int, nint, nint> move)
    {
        nint columns = shape.Channels * (nint)shape.Area;
        int parts = checked((int)((columns + ItemColumns - 1) / ItemColumns));
        Team.Run(threads, shape.Blocks * parts, (item, _) =>
        {
            var (block, part) = Math.DivRem(item, parts);
            move(block, part * ItemColumns, nint.Min((part + 1) * ItemColumns, columns));
        });
    }

    /// <summary>As many whole tiles as fit; returns the first column not moved.</summary>
    private static nint WideToBlocked(float* rows, nint columns, int samples, nint start, nint end, float* lanes)
    {
        // A tile that lacks samples is completed here; the rows of missing lanes are never written.
        float* complete = stackalloc float[BlockedShape.Lanes * Side];
        new Span<float>(complete, BlockedShape.Lanes * Side).Clear();
        nint column = start;
        for (nint next; (next = NextOf(column, end)) > column; column = next)
        {
            for (int lane = 0; lane < BlockedShape.Lanes; lane += Side)
            {
                for (nint tile = column; tile < next; tile += Side)
                {
                    float* source = rows + (lane * columns) + tile;
                    float* target = lanes + (tile * BlockedShape.Lanes) + lane;
                    if (lane + Side <= samples)
                    {
                        Transpose(source, columns, target, BlockedShape.Lanes);
                        continue;
                    }

                    for (int i = 0; lane + i < samples; i++) Vector256.Load(source + (i * columns)).Store(complete + ((lane + i) * Side));
                    Transpose(complete + (lane * Side), Side, target, BlockedShape.Lanes);
                }
            }
        }

        return column;
    }

    /// <summary>As many whole tiles as fit; returns the first column not moved.</summary>
    private static nint WideToRowMajor(float* lanes, nint columns, int samples, nint start, nint end, float* rows)
    {
        float* complete = stackalloc float[Side * Side];
        nint column = start;
        for (nint next; (next = NextOf(column, end)) > column; column = next)
        {
            for (int lane = 0; lane < samples; lane += Side)
            {
                for (nint tile = column; tile < next; tile += Side)
                {
                    float* source = lanes + (tile * BlockedShape.Lanes) + lane;
                    float* target = rows + (lane * columns) + tile;
                    if (lane + Side <= samples)
                    {
                        Transpose(source, BlockedShape.Lanes, target, columns);
                        continue;
                    }

                    Transpose(source, BlockedShape.Lanes, complete, Side);
                    for (int i = 0; lane + i < samples; i++) Vector256.Load(complete + (i * Side)).Store(target + (i * columns));
                }
            }
        }

        return column;
    }

    // Two tiles side by side are a cache line of each row. Rows that are powers of two apart share the few places of one cache
    // set; a line left half-way would be gone before the other half is wanted.
    private static nint NextOf(nint column, nint end) => nint.Min(column + BlockedShape.Lanes, end - ((end - column) % Side));

    /// <summary>One tile, 8 × 8.</summary>
    private static void Transpose(float* source, nint sourceStride, float* target, nint targetStride)
    {
        // Rows i and i + 4 share a vector from the load on, so that only the two rounds within 128 bits remain.
        Vector256<float> a0 = Pair(source, 0, sourceStride), b0 = Pair(source, 1, sourceStride);
        Vector256<float> c0 = Pair(source, 2, sourceStride), d0 = Pair(source, 3, sourceStride);
        Vector256<float> a4 = Pair(source + 4, 0, sourceStride), b4 = Pair(source + 4, 1, sourceStride);
        Vector256<float> c4 = Pair(source + 4, 2, sourceStride), d4 = Pair(source + 4, 3, sourceStride);
        Columns(a0, b0, c0, d0, target, targetStride);
        Columns(a4, b4, c4, d4, target + (4 * targetStride), targetStride);
    }

    private static Vector256<float> Pair(float* source, int row, nint stride) =>
        Vector256.Create(Vector128.Load(source + (row * stride)), Vector128.Load(source + ((row + 4) * stride)));

    private static void Columns(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* target, nint stride)
    {
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble(), abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c, d).AsDouble(), cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        Avx.UnpackLow(abLow, cdLow).AsSingle().Store(target);
        Avx.UnpackHigh(abLow, cdLow).AsSingle().Store(target + stride);
        Avx.UnpackLow(abHigh, cdHigh).AsSingle().Store(target + (2 * stride));
        Avx.UnpackHigh(abHigh, cdHigh).AsSingle().Store(target + (3 * stride));
    }
}
