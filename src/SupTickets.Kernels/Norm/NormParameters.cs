namespace SupTickets.Kernels.Norm;

/// <summary>What a batch norm has learned, and the ε that it was made with.</summary>
public readonly ref struct NormParameters
{
    /// <summary>γ, [C].</summary>
    public required ReadOnlySpan<float> Gamma { get; init; }

    /// <summary>β, [C].</summary>
    public required ReadOnlySpan<float> Beta { get; init; }

    /// <summary>ε, which keeps a constant channel from a division by 0.</summary>
    public required double Epsilon { get; init; }

    internal void ThrowIfNotOf(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Gamma.Length, channels, nameof(Gamma));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Beta.Length, channels, nameof(Beta));
    }
}
