using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>max(x, 0), element by element.</summary>
/// <remarks>Nothing is rounded, so threads and tiers agree bit for bit.</remarks>
public static unsafe class Relu
{
    /// <summary>y = max(x, 0); a NaN stays one.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="length">Floats, a multiple of 16.</param>
    /// <param name="x">What is clipped.</param>
    /// <param name="y">Overwritten; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or not a multiple of 16.</exception>
    public static void Forward(int threads, nint length, float* x, float* y) =>
        Tier.Dispatch(new ElementKernel<ForwardPass>(threads, length, new(x, y)));

    /// <summary>dx = dy where y is above zero, 0 elsewhere.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="length">Floats, a multiple of 16.</param>
    /// <param name="y">What <see cref="Forward"/> wrote.</param>
    /// <param name="dy">Gradient of y.</param>
    /// <param name="dx">
    /// Gradient of x; overwritten or added to; may be <paramref name="dy"/> or <paramref name="y"/> when overwritten.
    /// </param>
    /// <param name="store">Which of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or not a multiple of 16.</exception>
    public static void Backward(int threads, nint length, float* y, float* dy, float* dx, GradientStore store) =>
        Tier.Dispatch(new ElementKernel<BackwardPass>(threads, length, new(y, dy, dx, store)));

    internal readonly struct ForwardPass(float* x, float* y) : IElementPass
    {
        public void Pass<TVector, TTier>(nint start, nint end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector zero = TTier.Broadcast(0);
            for (nint i = start; i < end; i += TTier.Width) TTier.Store(TTier.Max(TTier.Load(x + i), zero), y + i);
        }
    }

    internal readonly struct BackwardPass(float* y, float* dy, float* dx, GradientStore store) : IElementPass
    {
        public void Pass<TVector, TTier>(nint start, nint end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            for (nint i = start; i < end; i += TTier.Width)
            {
                store.Put<TVector, TTier>(TTier.WherePositive(TTier.Load(y + i), TTier.Load(dy + i)), dx + i);
            }
        }
    }
}
