namespace SupTickets.Kernels.Norm;

/// <summary>What a batch norm knows of each channel: its statistics and the constants that follow from them.</summary>
public readonly ref struct NormStatistics
{
    /// <summary>μ, [C].</summary>
    public required Span<float> Mean { get; init; }

    /// <summary>σ², biased, [C]. Gradients do not read it.</summary>
    public Span<float> Variance { get; init; }

    /// <summary>1/√(σ²+ε), [C].</summary>
    public required Span<float> InverseDeviation { get; init; }

    /// <summary>γ·inverseDeviation, [C].</summary>
    public required Span<float> Scale { get; init; }

    /// <summary>β − mean·scale, [C].</summary>
    public required Span<float> Shift { get; init; }

    internal void ThrowIfNotOf(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Mean.Length, channels, nameof(Mean));
        ArgumentOutOfRangeException.ThrowIfNotEqual(InverseDeviation.Length, channels, nameof(InverseDeviation));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Scale.Length, channels, nameof(Scale));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Shift.Length, channels, nameof(Shift));
    }
}
