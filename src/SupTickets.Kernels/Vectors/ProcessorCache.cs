namespace SupTickets.Kernels.Vectors;

/// <summary>One cache, as the processor describes it.</summary>
/// <param name="Level">1 for the nearest.</param>
/// <param name="Kind">What lives in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Threads">The most logical processors that share it, at least 1.</param>
public sealed record ProcessorCache(int Level, CacheKind Kind, long Bytes, int Threads)
{
    /// <summary>Whether data live in it; false for a cache of instructions alone.</summary>
    public bool HoldsData => Kind != CacheKind.Instructions;
}
