using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>Mean and variance of every channel over a batch (Ioffe &amp; Szegedy 2015, Algorithm 1), in one pass over memory.</summary>
/// <remarks>
/// Var x = E(x−k)² − (E(x−k))² for any k. With k near the mean, here the mean of the first sixteen samples at the middle position,
/// little cancels however far the mean is from 0. All tiers and any number of threads agree bit for bit.
/// </remarks>
internal static unsafe class BatchStatistics
{
    /// <summary>Computes both over the N·H·W elements of each channel.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="x">Activations of that shape. Padding lanes may hold anything.</param>
    /// <param name="mean">Receives the means, [C].</param>
    /// <param name="variance">Receives the biased variances, [C]: divided by N·H·W; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C.</exception>
    public static void Invoke(int threads, BlockedShape shape, float* x, Span<float> mean, Span<float> variance)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(variance.Length, shape.Channels);
        fixed (float* means = mean, variances = variance)
        {
            Tier.Dispatch(new Kernel(threads, shape, x, means, variances));
        }
    }

    internal readonly struct Kernel(int threads, BlockedShape shape, float* x, float* mean, float* variance) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            Kernel kernel = this;
            Team.Run(threads, shape.Channels, (channel, _) => kernel.Channel<TVector, TTier>(channel));
        }

        public void Channel<TVector, TTier>(int channel)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            float near = NearMean(channel);
            (double sum, double squares) = PairSums.Of<TVector, TTier, Deviations<TVector, TTier>>(
                shape, channel, new(x, TTier.Broadcast(near)));
            double count = (double)shape.Samples * shape.Area, off = sum / count;
            mean[channel] = (float)(near + off);
            variance[channel] = (float)Math.Max((squares / count) - (off * off), 0);
        }

        // The middle, because at the borders a convolution's padding moves the mean.
        private float NearMean(int channel)
        {
            float* middle =
                x + ChannelLoop.Start(shape, 0, channel) + (((shape.Height / 2 * shape.Width) + (shape.Width / 2)) * BlockedShape.Lanes);
            int lanes = shape.LanesOf(0);
            double sum = 0;
            for (int lane = 0; lane < lanes; lane++) sum += middle[lane];
            return (float)(sum / lanes);
        }
    }

    /// <summary>a = b = x − k.</summary>
    private readonly struct Deviations<TVector, TTier>(float* x, TVector near) : IPairs<TVector>
        where TVector : struct
        where TTier : ITier<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(nint offset, out TVector a, out TVector b) => a = b = TTier.Subtract(TTier.Load(x + offset), near);
    }
}
