using System.Runtime.Intrinsics;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// gradient[row, channel, tap] = Σ dy[row, position] · x[channel, position · stride + tap] over all samples and positions: the gradient
/// of a convolution's whole weight. Some rows times four places (channel and tap) walk a packed tile side by side.
/// </summary>
/// <remarks>
/// One item computes all of a place's sum over a slice of the tiles, tile after tile, so the order of additions, and with it every bit, is
/// the same for any number of threads. Tiers add in other orders and agree within rounding.
/// </remarks>
internal unsafe struct PanelWeightGradient : ITieredKernel
{
    // Rows of a panel: with four places 16 sums in 32 registers, or 12 in 16 where vectors are shorter.
    private const int WideRows = 4, NarrowRows = 3;

    /// <summary>Places of a panel: as many as there are sums of vectors in one call.</summary>
    public const int Side = 4;

    /// <summary>The most that the sums of all slices take.</summary>
    public const int SlicedFloats = 1 << 20;

    // Narrow weights leave few items, and cutting their rows would pack all tiles for each part. Their tiles are cut, by shape alone,
    // into slices with sums of their own, which are added up in order.
    private const int SlicedItems = 32, SliceRows = 32;

    public required GatherTiling Tiling { get; init; }

    public required PanelTaps Taps { get; init; }

    public required KernelScratch Scratch { get; init; }

    public required NormalizedInput Source { get; init; }

    public required float* OutputGradient { get; init; }

    /// <summary>[rows, channels, taps]; overwritten.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Slices of the tiles.</summary>
    public static int SlicesOf(GatherTiling tiling, int positions)
    {
        int rows = tiling.Output.Channels, items = tiling.Chunks * ((rows + SliceRows - 1) / SliceRows);
        return Math.Clamp(Math.Min(SlicedItems / items, SlicedFloats / positions), 1, tiling.Tiles);
    }

    /// <summary>Parts that the rows of a chunk are cut into; each packs the chunk's tiles for itself.</summary>
    public static int PartsOf(GatherTiling tiling, int slices, int threads) =>
        ItemPlan.PartsOf(tiling.Chunks * slices, tiling.Output.Channels, least: WideRows, threads);

    /// <inheritdoc/>
    public readonly void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PanelWeightGradient kernel = this;
        int rows = Tiling.Output.Channels, chunks = Tiling.Chunks, fanIn = Taps.Channels * Taps.CountOf[0], positions = rows * fanIn;
        int slices = SlicesOf(Tiling, positions), parts = PartsOf(Tiling, slices, Scratch.Threads);
        nint packed = (nint)Tiling.Chunk * Tiling.PackedChannel;
        float* sums = slices == 1 ? Gradient : Scratch.Partial((nint)slices * positions);
        Team.Run(Scratch.Threads, slices * chunks * parts, (item, worker) =>
        {
            (int rest, int part) = Math.DivRem(item, parts);
            (int slice, int chunk) = Math.DivRem(rest, chunks);
            float* memory = kernel.Scratch.OfWorker(worker, packed + WideRows * Side * TTier.Width);
            kernel.Part<TVector, TTier>(
                chunk, ItemPlan.Part(rows, WideRows, parts, part), ItemPlan.Part(kernel.Tiling.Tiles, 1, slices, slice),
                sums + (nint)slice * positions, memory, memory + packed);
        });
        if (slices == 1) return;
        Team.Run(Scratch.Threads, RowParts.Of(rows, slices * positions), (part, _) =>
        {
            (int first, int end) = RowParts.Part(rows, slices * positions, part);
            for (nint i = (nint)first * fanIn; i < (nint)end * fanIn; i++)
            {
                float sum = sums[i];
                for (int slice = 1; slice < slices; slice++) sum += sums[slice * (nint)positions + i];
                kernel.Gradient[i] = sum;
            }
        });
    }

    private readonly void Part<TVector, TTier>(
        int chunk, (int First, int End) rowRange, (int First, int End) tiles, float* target, float* packed, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int panel = TTier.Width == BlockedShape.Lanes ? WideRows : NarrowRows;
        int first = chunk * Tiling.Chunk;
        int channels = Math.Min(Tiling.Chunk, Tiling.Input.Channels - first), taps = Taps.CountOf[0];
        int count = channels * taps;
        nint pitch = (nint)Taps.Channels * taps;
        float* gradient = target + (nint)first * taps;
        fixed (int* offsets = Taps.OffsetsOf(0))
        {
            for (int number = tiles.First; number < tiles.End; number++)
            {
                (int Block, int Row, int Column) tile = Tiling.Tile(number);
                TilePacker.Pack<TVector, TTier>(Tiling, tile, first, channels, Source, packed);
                TileWalk walk = new(Tiling, tile);
                for (int row = rowRange.First; row < rowRange.End; row += panel)
                {
                    PanelRows rows = new(
                        row, Math.Min(row + panel, rowRange.End), OutputGradient + walk.First, Tiling.Output.Plane, gradient, pitch);
                    for (int place = 0; place < count; place += Side, rows.Advance())
                    {
                        Places places = new(offsets, place, count, adds: number > tiles.First);
                        if (TTier.Width == BlockedShape.Lanes) Wide<TVector, TTier>(walk, places, rows, packed, sums);
                        else Narrow<TVector, TTier>(walk, places, rows, packed, sums);
                        Put<TVector, TTier>(sums, 0, places, rows.Target0);
                        Put<TVector, TTier>(sums, 1, places, rows.Target1);
                        Put<TVector, TTier>(sums, 2, places, rows.Target2);
                        Put<TVector, TTier>(sums, 3, places, rows.Target3);
                    }
                }
            }
        }
    }

    private static void Put<TVector, TTier>(float* sums, int row, in Places places, float* target)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (target is null) return;
        float* first = sums + row * Side * TTier.Width;
        places.Put(target, TTier.Sums(
            TTier.Load(first), TTier.Load(first + TTier.Width), TTier.Load(first + 2 * TTier.Width), TTier.Load(first + 3 * TTier.Width)));
    }

    // Four rows by four places. The sums go by memory: sums that live on while another method is called would be spilled in every step of
    // the loop.
    private static void Wide<TVector, TTier>(in TileWalk walk, in Places places, in PanelRows rows, float* packed, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        TVector zero = TTier.Broadcast(0);
        TVector a00 = zero, a01 = zero, a02 = zero, a03 = zero;
        TVector a10 = zero, a11 = zero, a12 = zero, a13 = zero;
        TVector a20 = zero, a21 = zero, a22 = zero, a23 = zero;
        TVector a30 = zero, a31 = zero, a32 = zero, a33 = zero;
        for (int block = 0; block < walk.Blocks; block++)
        {
            float* x = packed + block * walk.PackedBlock;
            nint dy = block * walk.Block;
            for (int y = 0; y < walk.Rows; y++, x += walk.PackedPitch, dy += walk.Pitch)
            {
                float* x0 = x + places.Offset0, x1 = x + places.Offset1, x2 = x + places.Offset2, x3 = x + places.Offset3;
                float* g0 = rows.Gradient0 + dy, g1 = rows.Gradient1 + dy, g2 = rows.Gradient2 + dy, g3 = rows.Gradient3 + dy;
                for (nint at = 0; at < walk.Run; at += TTier.Width)
                {
                    TVector b0 = TTier.Load(g0 + at), b1 = TTier.Load(g1 + at), b2 = TTier.Load(g2 + at), b3 = TTier.Load(g3 + at);
                    TVector pixel = TTier.Load(x0 + at);
                    a00 = TTier.MultiplyAdd(pixel, b0, a00);
                    a10 = TTier.MultiplyAdd(pixel, b1, a10);
                    a20 = TTier.MultiplyAdd(pixel, b2, a20);
                    a30 = TTier.MultiplyAdd(pixel, b3, a30);
                    pixel = TTier.Load(x1 + at);
                    a01 = TTier.MultiplyAdd(pixel, b0, a01);
                    a11 = TTier.MultiplyAdd(pixel, b1, a11);
                    a21 = TTier.MultiplyAdd(pixel, b2, a21);
                    a31 = TTier.MultiplyAdd(pixel, b3, a31);
                    pixel = TTier.Load(x2 + at);
                    a02 = TTier.MultiplyAdd(pixel, b0, a02);
                    a12 = TTier.MultiplyAdd(pixel, b1, a12);
                    a22 = TTier.MultiplyAdd(pixel, b2, a22);
                    a32 = TTier.MultiplyAdd(pixel, b3, a32);
                    pixel = TTier.Load(x3 + at);
                    a03 = TTier.MultiplyAdd(pixel, b0, a03);
                    a13 = TTier.MultiplyAdd(pixel, b1, a13);
                    a23 = TTier.MultiplyAdd(pixel, b2, a23);
                    a33 = TTier.MultiplyAdd(pixel, b3, a33);
                }
            }
        }

        TTier.Store(a00, sums);
        TTier.Store(a01, sums + TTier.Width);
        TTier.Store(a02, sums + 2 * TTier.Width);
        TTier.Store(a03, sums + 3 * TTier.Width);
        TTier.Store(a10, sums + 4 * TTier.Width);
        TTier.Store(a11, sums + 5 * TTier.Width);
        TTier.Store(a12, sums + 6 * TTier.Width);
        TTier.Store(a13, sums + 7 * TTier.Width);
        TTier.Store(a20, sums + 8 * TTier.Width);
        TTier.Store(a21, sums + 9 * TTier.Width);
        TTier.Store(a22, sums + 10 * TTier.Width);
        TTier.Store(a23, sums + 11 * TTier.Width);
        TTier.Store(a30, sums + 12 * TTier.Width);
        TTier.Store(a31, sums + 13 * TTier.Width);
        TTier.Store(a32, sums + 14 * TTier.Width);
        TTier.Store(a33, sums + 15 * TTier.Width);
    }

    // Three rows by four places.
    private static void Narrow<TVector, TTier>(in TileWalk walk, in Places places, in PanelRows rows, float* packed, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        TVector zero = TTier.Broadcast(0);
        TVector a00 = zero, a01 = zero, a02 = zero, a03 = zero;
        TVector a10 = zero, a11 = zero, a12 = zero, a13 = zero;
        TVector a20 = zero, a21 = zero, a22 = zero, a23 = zero;
        for (int block = 0; block < walk.Blocks; block++)
        {
            float* x = packed + block * walk.PackedBlock;
            nint dy = block * walk.Block;
            for (int y = 0; y < walk.Rows; y++, x += walk.PackedPitch, dy += walk.Pitch)
            {
                float* x0 = x + places.Offset0, x1 = x + places.Offset1, x2 = x + places.Offset2, x3 = x + places.Offset3;
                float* g0 = rows.Gradient0 + dy, g1 = rows.Gradient1 + dy, g2 = rows.Gradient2 + dy;
                for (nint at = 0; at < walk.Run; at += TTier.Width)
                {
                    TVector b0 = TTier.Load(g0 + at), b1 = TTier.Load(g1 + at), b2 = TTier.Load(g2 + at);
                    TVector pixel = TTier.Load(x0 + at);
                    a00 = TTier.MultiplyAdd(pixel, b0, a00);
                    a10 = TTier.MultiplyAdd(pixel, b1, a10);
                    a20 = TTier.MultiplyAdd(pixel, b2, a20);
                    pixel = TTier.Load(x1 + at);
                    a01 = TTier.MultiplyAdd(pixel, b0, a01);
                    a11 = TTier.MultiplyAdd(pixel, b1, a11);
                    a21 = TTier.MultiplyAdd(pixel, b2, a21);
                    pixel = TTier.Load(x2 + at);
                    a02 = TTier.MultiplyAdd(pixel, b0, a02);
                    a12 = TTier.MultiplyAdd(pixel, b1, a12);
                    a22 = TTier.MultiplyAdd(pixel, b2, a22);
                    pixel = TTier.Load(x3 + at);
                    a03 = TTier.MultiplyAdd(pixel, b0, a03);
                    a13 = TTier.MultiplyAdd(pixel, b1, a13);
                    a23 = TTier.MultiplyAdd(pixel, b2, a23);
                }
            }
        }

        TTier.Store(a00, sums);
        TTier.Store(a01, sums + TTier.Width);
        TTier.Store(a02, sums + 2 * TTier.Width);
        TTier.Store(a03, sums + 3 * TTier.Width);
        TTier.Store(a10, sums + 4 * TTier.Width);
        TTier.Store(a11, sums + 5 * TTier.Width);
        TTier.Store(a12, sums + 6 * TTier.Width);
        TTier.Store(a13, sums + 7 * TTier.Width);
        TTier.Store(a20, sums + 8 * TTier.Width);
        TTier.Store(a21, sums + 9 * TTier.Width);
        TTier.Store(a22, sums + 10 * TTier.Width);
        TTier.Store(a23, sums + 11 * TTier.Width);
    }

    /// <summary>Four places of a chunk; beyond the last one it is repeated, and not stored again.</summary>
    private readonly struct Places(int* offsets, int place, int count, bool adds)
    {
        private readonly bool adds = adds;
        private readonly int count = Math.Min(Side, count - place);

        public nint Offset0 { get; } = offsets[place];

        public nint Offset1 { get; } = offsets[Math.Min(place + 1, count - 1)];

        public nint Offset2 { get; } = offsets[Math.Min(place + 2, count - 1)];

        public nint Offset3 { get; } = offsets[Math.Min(place + 3, count - 1)];

        /// <summary>Stores a row's sums, or adds them.</summary>
        public void Put(float* target, Vector128<float> sums)
        {
            if (count == Side)
            {
                (adds ? Vector128.Load(target) + sums : sums).Store(target);
                return;
            }

            for (int i = 0; i < count; i++) target[i] = adds ? target[i] + sums[i] : sums[i];
        }
    }
}
