using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>z = x + y, element by element: a branch and its shortcut.</summary>
/// <remarks>Each element is one addition, so threads and tiers agree bit for bit.</remarks>
public static unsafe class Sum
{
    /// <summary>z[i] = x[i] + y[i].</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="length">Floats, a multiple of 16.</param>
    /// <param name="x">The first.</param>
    /// <param name="y">The second; may be <paramref name="x"/>.</param>
    /// <param name="z">Overwritten; may be <paramref name="x"/> or <paramref name="y"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or not a multiple of 16.</exception>
    public static void Forward(int threads, nint length, float* x, float* y, float* z) =>
        Tier.Dispatch(new ElementKernel<ForwardPass>(threads, length, new(x, y, z)));

    /// <summary>dx = dz: what either of the two gets.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="length">Floats, a multiple of 16.</param>
    /// <param name="dz">Gradient of z.</param>
    /// <param name="dx">Gradient of x or y; overwritten or added to.</param>
    /// <param name="store">Which of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or not a multiple of 16.</exception>
    public static void Backward(int threads, nint length, float* dz, float* dx, GradientStore store) =>
        Tier.Dispatch(new ElementKernel<BackwardPass>(threads, length, new(dz, dx, store)));

    internal readonly struct ForwardPass(float* x, float* y, float* z) : IElementPass
    {
        public void Pass<TVector, TTier>(nint start, nint end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            for (nint i = start; i < end; i += TTier.Width) TTier.Store(TTier.Add(TTier.Load(x + i), TTier.Load(y + i)), z + i);
        }
    }

    internal readonly struct BackwardPass(float* dz, float* dx, GradientStore store) : IElementPass
    {
        public void Pass<TVector, TTier>(nint start, nint end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            for (nint i = start; i < end; i += TTier.Width) store.Put<TVector, TTier>(TTier.Load(dz + i), dx + i);
        }
    }
}
