namespace SupTickets.Kernels.Vectors;

/// <summary>What a cache of the processor holds.</summary>
public enum CacheKind
{
    /// <summary>Data alone.</summary>
    Data,

    /// <summary>Instructions alone.</summary>
    Instructions,

    /// <summary>Both.</summary>
    Unified,
}
