namespace SupTickets.Layers;

/// <summary>How a network computes.</summary>
public enum Engine
{
    /// <summary>Each pass writes sparse weights out densely, and libtorch computes, on any device that it supports.</summary>
    Dense,

    /// <summary>Our own kernels work on the connections alone, on the CPU.</summary>
    Sparse,

    /// <summary>The engine that <c>EngineCosts</c> expects to be faster: for each layer, or dense throughout.</summary>
    Auto,
}
