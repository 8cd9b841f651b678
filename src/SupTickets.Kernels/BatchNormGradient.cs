namespace SupTickets.Kernels;

/// <summary>
/// The gradient of <see cref="NormalizeActivate"/> after <see cref="BatchStatistics"/> (Ioffe &amp; Szegedy 2015, Section 3). With g the
/// gradient that the activation lets through and x̂ = (x − mean)·inverseDeviation.
/// </summary>
/// <remarks>All tiers and any number of threads agree bit for bit.</remarks>
public static unsafe class BatchNormGradient
{
    /// <summary>
    /// dβ = Σ g and dγ = Σ g·x̂ over the n = N·H·W elements of each channel; then dx = scale·(g − dβ/n − x̂·dγ/n) for statistics of the
    /// batch, dx = scale·g for running ones. Padding lanes of dx and of the residual's gradient become 0. One channel is done with before
    /// the next, so that the second look at it finds it in the cache.
    /// </summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="x">The input of the normalisation, of that shape. Padding lanes may hold anything.</param>
    /// <param name="y">Its output, for a residual was added; null: none was, and the sign of scale·x + shift tells as much.</param>
    /// <param name="dy">Gradient of the output, of the same shape. Padding lanes may hold anything.</param>
    /// <param name="mean">The means that were subtracted, [C].</param>
    /// <param name="inverseDeviation">1/√(σ²+ε), [C].</param>
    /// <param name="scale">γ·inverseDeviation, [C].</param>
    /// <param name="shift">β − mean·scale, [C].</param>
    /// <param name="activation">What followed the normalisation.</param>
    /// <param name="dGamma">Receives dγ, [C].</param>
    /// <param name="dBeta">Receives dβ, [C].</param>
    /// <param name="statistics">Where the means and deviations came from.</param>
    /// <param name="dx">Receives the gradient of x, of the same shape. May be the memory of <paramref name="dy"/>.</param>
    /// <param name="dResidual">Receives g, the gradient of the residual, of the same shape; null: there was none. Not dx's memory.</param>
    /// <param name="residualStore">Whether it replaces what <paramref name="dResidual"/> holds or is added to it.</param>
    /// <exception cref="ArgumentException">dx and dResidual are the same memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C, or an option is none of the named.</exception>
    public static void Invoke(
        int threads,
        BlockedShape shape,
        float* x,
        float* y,
        float* dy,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> inverseDeviation,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Activation activation,
        Span<float> dGamma,
        Span<float> dBeta,
        StatisticsKind statistics,
        float* dx,
        float* dResidual,
        GradientStore residualStore)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(dy);
        ArgumentOutOfRangeException.ThrowIfNotEqual(mean.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inverseDeviation.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shift.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dGamma.Length, shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dBeta.Length, shape.Channels);
        if (!Enum.IsDefined(activation)) throw new ArgumentOutOfRangeException(nameof(activation), activation, "None or Relu.");
        ArgumentNullException.ThrowIfNull(dx);
        if (dx == dResidual) throw new ArgumentException("dx and dResidual are the same memory; each needs its own.", nameof(dResidual));
        if (!Enum.IsDefined(statistics)) throw new ArgumentOutOfRangeException(nameof(statistics), statistics, "Batch or Running.");
        if (!Enum.IsDefined(residualStore)) throw new ArgumentOutOfRangeException(nameof(residualStore), residualStore, "Write or Add.");
        fixed (float* means = mean, inverses = inverseDeviation, scales = scale, shifts = shift, dGammas = dGamma, dBetas = dBeta)
        {
            Tier.Dispatch(new BatchNormGradientKernel(
                threads, shape, x, y, dy, means, inverses, scales, shifts, activation, dGammas, dBetas, statistics, dx, dResidual, residualStore));
        }
    }
}
