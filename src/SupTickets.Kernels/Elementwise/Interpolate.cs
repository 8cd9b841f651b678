using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>
/// y[i] += w · (x[i] − y[i]): one step of a running mean. With w = 1/n it is the mean of n tickets (Sup-tickets, Eq. 4),
/// with w = 1 − β the exponential mean of CIMA.
/// </summary>
/// <remarks>Each element is one subtraction and one fused multiply-add in every tier, so all tiers agree bit for bit.</remarks>
public static unsafe class Interpolate
{
    /// <summary>Moves every y[i] the share <paramref name="weight"/> of the way to x[i]. Any length, any alignment.</summary>
    /// <param name="weight">The share: 0 keeps y; any finite value is allowed.</param>
    /// <param name="x">What to move towards.</param>
    /// <param name="y">What is moved, in place; as long as <paramref name="x"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        fixed (float* source = x, target = y)
        {
            Tier.Dispatch(new Kernel(weight, y.Length, source, target));
        }
    }

    internal readonly struct Kernel(float weight, int length, float* x, float* y) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            int whole = length - (length % TTier.Width);
            Move<TVector, TTier>(0, whole);
            Move<float, TierScalar>(whole, length);
        }

        private void Move<TVector, TTier>(int start, int end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector share = TTier.Broadcast(weight);
            float* source = x, target = y;
            for (int i = start; i < end; i += TTier.Width)
            {
                TVector old = TTier.Load(target + i);
                TTier.Store(TTier.MultiplyAdd(share, TTier.Subtract(TTier.Load(source + i), old), old), target + i);
            }
        }
    }
}
