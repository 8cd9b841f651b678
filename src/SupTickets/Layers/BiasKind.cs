namespace SupTickets.Layers;

/// <summary>Whether a layer has a bias, and how it starts. A bias is never sparse.</summary>
public enum BiasKind
{
    /// <summary>No bias.</summary>
    None,

    /// <summary>A bias that starts at zero.</summary>
    Zero,

    /// <summary>A bias that starts uniform in ±1/√fan_in: PyTorch's default.</summary>
    Uniform,
}
