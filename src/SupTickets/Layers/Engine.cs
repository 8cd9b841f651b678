namespace SupTickets.Layers;

/// <summary>How a network computes.</summary>
public enum Engine
{
    /// <summary>Sparse weights are written out densely for each pass and libtorch does the rest, on any device it offers.</summary>
    Dense,

    /// <summary>Our own kernels work on the connections alone, on the CPU.</summary>
    Sparse,

    /// <summary>Whichever of the two <c>EngineCosts</c> expects to be faster: for each layer, or dense throughout.</summary>
    Auto,
}
