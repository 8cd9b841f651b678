using SupTickets.Kernels.Vectors;

namespace SupTickets.SparseEngine;

/// <summary>
/// Native memory that is lent and taken back, so that after the first steps a training step makes no memory for activations.
/// </summary>
internal sealed class BufferPool : IDisposable
{
    // A buffer may serve where up to a quarter of it stays unused; beyond that, another one costs less.
    private const double Largest = 1.25;

    private readonly SortedDictionary<nint, Stack<AlignedFloats>> free = [];

    /// <summary>Buffers made so far, for tests of the steady state.</summary>
    public int Made { get; private set; }

    /// <summary>Bytes held, lent or not.</summary>
    public long Bytes { get; private set; }

    /// <summary>A buffer of at least <paramref name="length"/> floats.</summary>
    public AlignedFloats Rent(nint length)
    {
        foreach ((nint size, Stack<AlignedFloats> stack) in free)
        {
            if (size > length * Largest) break;
            if (size >= length && stack.Count > 0) return stack.Pop();
        }

        Made++;
        Bytes += length * sizeof(float);
        return new(length);
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(AlignedFloats buffer)
    {
        if (!free.TryGetValue(buffer.Length, out Stack<AlignedFloats>? stack)) free.Add(buffer.Length, stack = []);
        stack.Push(buffer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedFloats buffer in free.Values.SelectMany(stack => stack)) buffer.Dispose();
        free.Clear();
    }
}
