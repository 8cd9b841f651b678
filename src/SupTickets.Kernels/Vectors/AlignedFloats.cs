using System.Runtime.InteropServices;

namespace SupTickets.Kernels.Vectors;

/// <summary>Floats in native memory that start at a cache line, where the collector moves nothing and kernels may point.</summary>
public sealed unsafe class AlignedFloats : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>Room for <paramref name="length"/> floats of unspecified value.</summary>
    public AlignedFloats(nint length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        Pointer = Allocate((nuint)Math.Max(length, 1) * sizeof(float));
        GC.AddMemoryPressure(Bytes);
    }

    /// <summary>Frees what was not disposed.</summary>
    ~AlignedFloats() => Free();

    /// <summary>The first float; null once disposed.</summary>
    public float* Pointer { get; private set; }

    /// <summary>How many floats.</summary>
    public nint Length { get; }

    /// <summary>All of them. At most 2³¹−1.</summary>
    public Span<float> Span => new(Pointer, checked((int)Length));

    private long Bytes => Math.Max((long)Length, 1) * sizeof(float);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static float* Allocate(nuint bytes)
    {
        if (!HugePages.Suit(bytes)) return (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        bytes = (bytes + HugePages.Size - 1) / HugePages.Size * HugePages.Size;
        void* memory = NativeMemory.AlignedAlloc(bytes, HugePages.Size);
        HugePages.Request(memory, bytes);
        return (float*)memory;
    }

    private void Free()
    {
        if (Pointer is null) return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
