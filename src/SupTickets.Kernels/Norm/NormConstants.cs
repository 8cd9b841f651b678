namespace SupTickets.Kernels.Norm;

/// <summary>
/// What a batch normalisation multiplies and adds: with statistics μ, σ² and parameters γ, β, scale = γ/√(σ²+ε), shift = β − μ·scale.
/// </summary>
public static class NormConstants
{
    /// <summary>Computes the constants of every channel.</summary>
    /// <param name="parameters">γ, β and ε.</param>
    /// <param name="statistics">Holds μ and σ²; receives the rest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(NormParameters parameters, NormStatistics statistics)
    {
        int channels = statistics.Mean.Length;
        parameters.ThrowIfNotOf(channels);
        statistics.ThrowIfNotOf(channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(statistics.Variance.Length, channels);
        for (int channel = 0; channel < channels; channel++)
        {
            (statistics.InverseDeviation[channel], statistics.Scale[channel], statistics.Shift[channel]) = Of(
                statistics.Mean[channel], statistics.Variance[channel], parameters.Gamma[channel], parameters.Beta[channel],
                parameters.Epsilon);
        }
    }

    internal static (float InverseDeviation, float Scale, float Shift) Of(
        float mean, float variance, float gamma, float beta, double epsilon)
    {
        float inverse = (float)(1 / Math.Sqrt(variance + epsilon));
        float scale = gamma * inverse;
        return (inverse, scale, beta - mean * scale);
    }
}
