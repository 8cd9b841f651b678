using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

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
    /// <param name="pass">What was computed forward.</param>
    /// <param name="statistics">The statistics and constants that it was computed with.</param>
    /// <param name="kind">Where the means and deviations came from.</param>
    /// <param name="gradients">The gradients of activations.</param>
    /// <param name="dGamma">Receives dγ, [C].</param>
    /// <param name="dBeta">Receives dβ, [C].</param>
    /// <exception cref="ArgumentNullException">There is no x, dy or dx.</exception>
    /// <exception cref="ArgumentException">dx and the residual's gradient are the same memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C, or an option is none of the named.</exception>
    public static void Invoke(
        int threads,
        NormPass pass,
        NormStatistics statistics,
        StatisticsKind kind,
        NormGradients gradients,
        Span<float> dGamma,
        Span<float> dBeta)
    {
        ArgumentNullException.ThrowIfNull(pass.X);
        ArgumentNullException.ThrowIfNull(gradients.Dy);
        statistics.ThrowIfNotOf(pass.Shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dGamma.Length, pass.Shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dBeta.Length, pass.Shape.Channels);
        pass.ThrowIfActivationIsUnknown();
        ArgumentNullException.ThrowIfNull(gradients.Dx);
        if (gradients.Dx == gradients.DResidual) throw new ArgumentException("dx and dResidual are the same memory; each needs its own.");
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "Batch or Running.");
        GradientStore store = gradients.ResidualStore;
        if (!Enum.IsDefined(store)) throw new ArgumentOutOfRangeException(nameof(gradients), store, "Write or Add.");
        fixed (float* mean = statistics.Mean, inverse = statistics.InverseDeviation, scale = statistics.Scale, shift = statistics.Shift)
        fixed (float* dGammas = dGamma, dBetas = dBeta)
        {
            NormPointers made = new() { Mean = mean, InverseDeviation = inverse, Scale = scale, Shift = shift };
            Tier.Dispatch(new BatchNormGradientKernel(threads, pass, made, kind, gradients, dGammas, dBetas));
        }
    }
}
