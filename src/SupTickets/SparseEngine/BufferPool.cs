using SupTickets.Kernels.Vectors;

namespace SupTickets.SparseEngine;

/// <summary>
/// Native memory that is lent and taken back, one piece to each pass, so that after the first steps a training step makes no memory for
/// activations.
/// </summary>
internal sealed class BufferPool : IDisposable
{
    private readonly List<AlignedFloats> free = [];

    /// <summary>Buffers made so far, for tests of the steady state.</summary>
    public int Made { get; private set; }

    /// <summary>Bytes held, lent or not.</summary>
    public long Bytes { get; private set; }

    /// <summary>A buffer of at least <paramref name="length"/> floats.</summary>
    public AlignedFloats Rent(nint length)
    {
        AlignedFloats? found = free.Where(buffer => buffer.Length >= length).MinBy(buffer => buffer.Length);
        if (found is not null)
        {
            free.Remove(found);
            return found;
        }

        // What the new one is for, it can do for all that are too small.
        Dispose();
        AlignedFloats made = new(length);
        Made++;
        Bytes += BytesOf(made);
        return made;
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(AlignedFloats buffer) => free.Add(buffer);

    /// <summary>Frees the buffers that are not lent.</summary>
    public void Dispose()
    {
        foreach (AlignedFloats buffer in free)
        {
            Bytes -= BytesOf(buffer);
            buffer.Dispose();
        }

        free.Clear();
    }

    private static long BytesOf(AlignedFloats buffer) => (long)buffer.Length * sizeof(float);
}
