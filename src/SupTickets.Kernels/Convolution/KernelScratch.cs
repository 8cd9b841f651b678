using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>Memory that kernels use within a call and forget: kept from call to call, so that most calls allocate nothing.</summary>
/// <param name="threads">Threads of the calls, at least 1.</param>
public sealed unsafe class KernelScratch(int threads) : IDisposable
{
    // Large enough for a huge page: what is kept here is read in no order.
    private const nint Least = 1 << 18;

    private readonly AlignedFloats?[] ofWorkers = new AlignedFloats?[threads];
    private AlignedFloats? values;
    private AlignedFloats? offsets;
    private AlignedFloats? bounds;
    private AlignedFloats? partial;
    private AlignedFloats? inputs;
    private AlignedFloats? outputs;

    /// <summary>Threads of the calls.</summary>
    public int Threads { get; } = threads;

    /// <summary>Bytes held.</summary>
    public long Bytes => Held.Sum(memory => (long)(memory?.Length ?? 0) * sizeof(float));

    private IEnumerable<AlignedFloats?> Held => [.. ofWorkers, values, offsets, bounds, partial, inputs, outputs];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedFloats? memory in Held) memory?.Dispose();

        // Freed memory keeps its length; a later call must not take it for memory that is there.
        Array.Clear(ofWorkers);
        (values, offsets, bounds, partial, inputs, outputs) = (null, null, null, null, null, null);
    }

    /// <summary>At least <paramref name="length"/> floats for one worker; different workers may ask at the same time.</summary>
    internal float* OfWorker(int worker, nint length) => Grown(ref ofWorkers[worker], length);

    /// <summary>At least <paramref name="length"/> floats that all workers read.</summary>
    internal float* Values(nint length) => Grown(ref values, length);

    /// <summary>At least <paramref name="length"/> integers that all workers read.</summary>
    internal int* Offsets(nint length) => (int*)Grown(ref offsets, length);

    /// <summary>At least <paramref name="length"/> integers more that all workers read.</summary>
    internal int* Bounds(nint length) => (int*)Grown(ref bounds, length);

    /// <summary>At least <paramref name="length"/> floats for sums that are added up in the end.</summary>
    internal float* Partial(nint length) => Grown(ref partial, length);

    /// <summary>At least <paramref name="length"/> floats for an input in another order.</summary>
    internal float* Inputs(nint length) => Grown(ref inputs, length);

    /// <summary>At least <paramref name="length"/> floats for an output in another order.</summary>
    internal float* Outputs(nint length) => Grown(ref outputs, length);

    private static float* Grown(ref AlignedFloats? memory, nint length)
    {
        if (memory is null || memory.Length < length)
        {
            memory?.Dispose();
            memory = new(Math.Max(length, Least));
        }

        return memory.Pointer;
    }
}
