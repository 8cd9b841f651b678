using System.Runtime.CompilerServices;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Layout;

/// <summary>Two numbers a and b at every element of the activations.</summary>
internal interface IPairs<TVector>
    where TVector : struct
{
    void Load(nint offset, out TVector a, out TVector b);
}

/// <summary>Σ a and Σ a·b over the samples of one channel; padding stays out.</summary>
/// <remarks>
/// Each lane has a float sum for even positions and one for odd ones, over at most <see cref="Piece"/> positions; those add up in
/// doubles. The order depends on the shape alone, so all tiers agree bit for bit. A sum is off by at most 2⁻²⁴ · Piece = 2⁻¹⁵ of the
/// sum of magnitudes, by far less unless all roundings point the same way.
/// </remarks>
internal static unsafe class PairSums
{
    /// <summary>Positions that are summed up as floats.</summary>
    public const int Piece = 512;

    private const int Lanes = BlockedShape.Lanes;

    public static (double A, double Product) Of<TVector, TTier, TPairs>(BlockedShape shape, int channel, TPairs pairs)
        where TVector : struct
        where TTier : ITier<TVector>
        where TPairs : struct, IPairs<TVector>
    {
        float* sums = stackalloc float[4 * Lanes];
        new Span<float>(sums, 4 * Lanes).Clear();
        nint held = 0;
        int lanes = shape.LanesOf(0);
        (double A, double Product) total = (0, 0);
        for (int block = 0; block < shape.Blocks; block++)
        {
            if (shape.LanesOf(block) != lanes)
            {
                MoveTo(ref total, sums, lanes);
                (held, lanes) = (0, shape.LanesOf(block));
            }

            nint start = ChannelLoop.Start(shape, block, channel), end = start + shape.Plane;
            for (nint length; start < end; start += length)
            {
                length = nint.Min(Piece * Lanes, end - start);
                if (held + length > Piece * Lanes)
                {
                    MoveTo(ref total, sums, lanes);
                    held = 0;
                }

                AddPiece<TVector, TTier, TPairs>(pairs, start, start + length, sums);
                held += length;
            }
        }

        MoveTo(ref total, sums, lanes);
        return total;
    }

    private static void MoveTo(ref (double A, double Product) total, float* sums, int lanes)
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            total.A += (double)sums[lane] + sums[Lanes + lane];
            total.Product += (double)sums[(2 * Lanes) + lane] + sums[(3 * Lanes) + lane];
        }

        new Span<float>(sums, 4 * Lanes).Clear();
    }

    /// <summary>Adds, for each lane: Σ a of the even positions, of the odd ones, Σ a·b of the even, of the odd.</summary>
    private static void AddPiece<TVector, TTier, TPairs>(TPairs source, nint start, nint end, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
        where TPairs : struct, IPairs<TVector>
    {
        TPairs pairs = source;
        // Two vectors at a time, or the one that holds all lanes.
        for (int lane = 0; lane < Lanes; lane += 2 * TTier.Width)
        {
            float* next = sums + lane + (TTier.Width < Lanes ? TTier.Width : 0);
            Load<TVector, TTier>(sums + lane, out TVector even, out TVector odd, out TVector evenProduct, out TVector oddProduct);
            Load<TVector, TTier>(next, out TVector evenNext, out TVector oddNext, out TVector evenNextProduct, out TVector oddNextProduct);
            nint i = start + lane;
            for (; i < end - Lanes; i += 2 * Lanes)
            {
                Add<TVector, TTier, TPairs>(pairs, i, ref even, ref evenProduct);
                Add<TVector, TTier, TPairs>(pairs, i + Lanes, ref odd, ref oddProduct);
                if (TTier.Width == Lanes) continue;
                Add<TVector, TTier, TPairs>(pairs, i + TTier.Width, ref evenNext, ref evenNextProduct);
                Add<TVector, TTier, TPairs>(pairs, i + TTier.Width + Lanes, ref oddNext, ref oddNextProduct);
            }

            if (i < end)
            {
                Add<TVector, TTier, TPairs>(pairs, i, ref even, ref evenProduct);
                if (TTier.Width < Lanes) Add<TVector, TTier, TPairs>(pairs, i + TTier.Width, ref evenNext, ref evenNextProduct);
            }

            // Where one vector holds all lanes, next is the same memory and holds what was there before; the sums go last.
            Store<TVector, TTier>(evenNext, oddNext, evenNextProduct, oddNextProduct, next);
            Store<TVector, TTier>(even, odd, evenProduct, oddProduct, sums + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, TTier, TPairs>(TPairs pairs, nint offset, ref TVector sum, ref TVector product)
        where TVector : struct
        where TTier : ITier<TVector>
        where TPairs : struct, IPairs<TVector>
    {
        pairs.Load(offset, out TVector a, out TVector b);
        sum = TTier.Add(sum, a);
        product = TTier.MultiplyAdd(a, b, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TVector, TTier>(
        float* sums, out TVector even, out TVector odd, out TVector evenProduct, out TVector oddProduct)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        even = TTier.Load(sums);
        odd = TTier.Load(sums + Lanes);
        evenProduct = TTier.Load(sums + (2 * Lanes));
        oddProduct = TTier.Load(sums + (3 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TTier>(TVector even, TVector odd, TVector evenProduct, TVector oddProduct, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        TTier.Store(even, sums);
        TTier.Store(odd, sums + Lanes);
        TTier.Store(evenProduct, sums + (2 * Lanes));
        TTier.Store(oddProduct, sums + (3 * Lanes));
    }
}
