using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>
/// y[i] = scale · x[i] + shift, bytes to floats: one colour plane of an image from 0…255 to the range a network is fed.
/// For the usual (x/255 − mean) / deviation: scale = 1 / (255 · deviation), shift = −mean / deviation.
/// </summary>
/// <remarks>A byte is exact as a float and each element is one fused multiply-add, so all tiers agree bit for bit.</remarks>
public static unsafe class Normalize
{
    /// <summary>Writes scale · x[i] + shift into every y[i]. Any length, any alignment.</summary>
    /// <param name="scale">What one grey level is worth.</param>
    /// <param name="shift">What black becomes.</param>
    /// <param name="x">Grey levels.</param>
    /// <param name="y">Receives the result; as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(float scale, float shift, ReadOnlySpan<byte> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        fixed (byte* source = x)
        fixed (float* target = y)
        {
            Tier.Dispatch(new Kernel(scale, shift, y.Length, source, target));
        }
    }

    internal readonly struct Kernel(float scale, float shift, int length, byte* x, float* y) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            int whole = length - (length % TTier.Width);
            Map<TVector, TTier>(0, whole);
            Map<float, TierScalar>(whole, length);
        }

        private void Map<TVector, TTier>(int start, int end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector scales = TTier.Broadcast(scale), shifts = TTier.Broadcast(shift);
            byte* source = x;
            float* target = y;
            for (int i = start; i < end; i += TTier.Width)
            {
                TTier.Store(TTier.MultiplyAdd(scales, TTier.LoadBytes(source + i), shifts), target + i);
            }
        }
    }
}
