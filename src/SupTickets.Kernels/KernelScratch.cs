namespace SupTickets.Kernels;

/// <summary>Memory that kernels use within a call and forget: kept from call to call, so that a training step allocates nothing.</summary>
/// <param name="threads">Threads of the calls, at least 1.</param>
public sealed unsafe class KernelScratch(int threads) : IDisposable
{
    private readonly AlignedFloats?[] ofWorkers = new AlignedFloats?[threads];
    private readonly AlignedFloats?[] shared = new AlignedFloats?[2];

    /// <summary>Threads of the calls.</summary>
    public int Threads { get; } = threads;

    /// <summary>Bytes held.</summary>
    public long Bytes => ofWorkers.Concat(shared).Sum(memory => (long)(memory?.Length ?? 0) * sizeof(float));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedFloats? memory in ofWorkers.Concat(shared)) memory?.Dispose();
        // Freed memory keeps its length; a later call must not take it for memory that is there.
        Array.Clear(ofWorkers);
        Array.Clear(shared);
    }

    /// <summary>At least <paramref name="length"/> floats for one worker; different workers may ask at the same time.</summary>
    internal float* OfWorker(int worker, nint length) => Grown(ref ofWorkers[worker], length);

    /// <summary>At least <paramref name="length"/> floats that all workers read.</summary>
    internal float* Values(nint length) => Grown(ref shared[0], length);

    /// <summary>At least <paramref name="length"/> integers that all workers read.</summary>
    internal int* Offsets(nint length) => (int*)Grown(ref shared[1], length);

    private static float* Grown(ref AlignedFloats? memory, nint length)
    {
        if (memory is null || memory.Length < length)
        {
            memory?.Dispose();
            memory = new(length);
        }

        return memory.Pointer;
    }
}
