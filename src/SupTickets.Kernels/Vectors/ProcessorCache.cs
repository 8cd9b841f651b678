namespace SupTickets.Kernels.Vectors;

/// <summary>One cache, as the processor describes it.</summary>
/// <param name="Level">1 for the nearest.</param>
/// <param name="HoldsData">Whether data live in it; false for a cache of instructions alone.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Threads">The most logical processors that share it, at least 1.</param>
public sealed record ProcessorCache(int Level, bool HoldsData, long Bytes, int Threads);
