namespace SupTickets.Kernels;

/// <summary>
/// What a batch normalisation multiplies and adds: with statistics μ, σ² and parameters γ, β, scale = γ/√(σ²+ε), shift = β − μ·scale.
/// </summary>
public static class NormConstants
{
    /// <summary>Computes the constants of every channel.</summary>
    /// <param name="mean">μ, [C].</param>
    /// <param name="variance">σ², [C].</param>
    /// <param name="gamma">γ, [C].</param>
    /// <param name="beta">β, [C].</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="inverseDeviation">Receives 1/√(σ²+ε), [C].</param>
    /// <param name="scale">Receives the factors, [C].</param>
    /// <param name="shift">Receives the offsets, [C].</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        ReadOnlySpan<float> gamma,
        ReadOnlySpan<float> beta,
        double epsilon,
        Span<float> inverseDeviation,
        Span<float> scale,
        Span<float> shift)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(variance.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gamma.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(beta.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inverseDeviation.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shift.Length, mean.Length);
        for (int channel = 0; channel < mean.Length; channel++)
        {
            (inverseDeviation[channel], scale[channel], shift[channel]) = Of(mean[channel], variance[channel], gamma[channel], beta[channel], epsilon);
        }
    }

    internal static (float InverseDeviation, float Scale, float Shift) Of(float mean, float variance, float gamma, float beta, double epsilon)
    {
        float inverse = (float)(1 / Math.Sqrt(variance + epsilon));
        float scale = gamma * inverse;
        return (inverse, scale, beta - mean * scale);
    }
}
