namespace SupTickets.Kernels;

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
    /// <param name="shape">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="x">Activations of that shape. Padding lanes may hold anything.</param>
    /// <param name="residual">What is added before the activation, of the same shape; null: nothing.</param>
    /// <param name="gamma">γ, [C].</param>
    /// <param name="beta">β, [C].</param>
    /// <param name="epsilon">ε, which keeps a constant channel from a division by 0.</param>
    /// <param name="activation">What is applied last.</param>
    /// <param name="mean">Receives the means, [C].</param>
    /// <param name="variance">Receives the biased variances, [C].</param>
    /// <param name="inverseDeviation">Receives 1/√(σ²+ε), [C].</param>
    /// <param name="scale">Receives γ·inverseDeviation, [C].</param>
    /// <param name="shift">Receives β − mean·scale, [C].</param>
    /// <param name="y">
    /// Receives the result, of the same shape. May be the memory of <paramref name="x"/> or <paramref name="residual"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C, or the activation is none of the named.</exception>
    public static void Invoke(
        int threads,
        BlockedShape shape,
        float* x,
        float* residual,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta,
        double epsilon,
        Activation activation,
        Span<float> mean,
        Span<float> variance,
        Span<float> inverseDeviation,
        Span<float> scale,
        Span<float> shift,
        float* y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gamma.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(beta.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(variance.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inverseDeviation.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shift.Length, shape.Channels);
        if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "None or Relu.");
        fixed (float* gammas = gamma, betas = beta, means = mean, variances = variance, inverses = inverseDeviation, scales = scale, shifts = shift)
        {
            ChannelConstants constants = new(new(threads, shape, x, means, variances), means, variances, gammas, betas, epsilon, inverses, scales, shifts);
            Tier.Dispatch(new NormalizeActivate.Kernel(threads, shape, x, residual, scales, shifts, activation, y, constants));
        }
    }

    /// <summary>One channel's statistics and what follows from them.</summary>
    internal readonly struct ChannelConstants(
        BatchStatistics.Kernel statistics,
        float* mean,
        float* variance,
        float* gamma,
        float* beta,
        double epsilon,
        float* inverseDeviation,
        float* scale,
        float* shift)
    {
        public void Compute<TVector, TTier>(int channel)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            statistics.Channel<TVector, TTier>(channel);
            (inverseDeviation[channel], scale[channel], shift[channel]) = NormConstants.Of(mean[channel], variance[channel], gamma[channel], beta[channel], epsilon);
        }
    }
}
