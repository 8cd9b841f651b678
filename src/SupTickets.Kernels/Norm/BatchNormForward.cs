using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>
/// Batch normalisation of a training batch (Ioffe &amp; Szegedy 2015, Algorithm 1) with what follows it: what
/// <see cref="BatchStatistics"/>,
/// <see cref="NormConstants"/> and <see cref="NormalizeActivate"/> do one after another, bit for bit. Here one channel is done with before
/// the next, so that the second look at it finds it in the cache.
/// </summary>
public static unsafe class BatchNormForward
{
    /// <summary>Computes statistics, constants, and all of y; its padding lanes become 0.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="pass">The activations.</param>
    /// <param name="parameters">γ, β and ε.</param>
    /// <param name="statistics">Receives the batch's statistics and the constants that follow.</param>
    /// <exception cref="ArgumentNullException">There is no x or no y.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C, or the activation is none of the named.</exception>
    public static void Invoke(int threads, NormPass pass, NormParameters parameters, NormStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(pass.X);
        ArgumentNullException.ThrowIfNull(pass.Y);
        parameters.ThrowIfNotOf(pass.Shape.Channels);
        statistics.ThrowIfNotOf(pass.Shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(statistics.Variance.Length, pass.Shape.Channels);
        pass.ThrowIfActivationIsUnknown();
        fixed (float* gamma = parameters.Gamma, beta = parameters.Beta, mean = statistics.Mean, variance = statistics.Variance)
        fixed (float* inverse = statistics.InverseDeviation, scale = statistics.Scale, shift = statistics.Shift)
        {
            NormPointers made = new() { Mean = mean, Variance = variance, InverseDeviation = inverse, Scale = scale, Shift = shift };
            ChannelConstants constants = new(new(threads, pass.Shape, pass.X, mean, variance), made, gamma, beta, parameters.Epsilon);
            Tier.Dispatch(new NormalizeActivate.Kernel(threads, pass, scale, shift, constants));
        }
    }

    /// <summary>Computes statistics and constants alone, for a y that is computed where it is read.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="x">Activations of that shape. Padding lanes may hold anything.</param>
    /// <param name="parameters">γ, β and ε.</param>
    /// <param name="statistics">Receives the batch's statistics and the constants that follow.</param>
    /// <exception cref="ArgumentNullException">There is no x.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C.</exception>
    public static void Prepare(int threads, BlockedShape shape, float* x, NormParameters parameters, NormStatistics statistics)
    {
        BatchStatistics.Invoke(threads, shape, x, statistics.Mean, statistics.Variance);
        NormConstants.Invoke(parameters, statistics);
    }

    /// <summary>One channel's statistics and what follows from them.</summary>
    internal readonly struct ChannelConstants(
        BatchStatistics.Kernel statistics, NormPointers made, float* gamma, float* beta, double epsilon)
    {
        public void Compute<TVector, TTier>(int channel)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            statistics.Channel<TVector, TTier>(channel);
            (made.InverseDeviation[channel], made.Scale[channel], made.Shift[channel]) =
                NormConstants.Of(made.Mean[channel], made.Variance[channel], gamma[channel], beta[channel], epsilon);
        }
    }
}
