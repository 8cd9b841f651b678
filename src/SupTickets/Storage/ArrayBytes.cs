using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SupTickets.Storage;

/// <summary>The bytes of an array as memory, without copying them into a byte array.</summary>
internal sealed class ArrayBytes<T>(T[] array) : MemoryManager<byte>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(array.AsSpan());

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => elementIndex % Unsafe.SizeOf<T>() == 0
        ? array.AsMemory(elementIndex / Unsafe.SizeOf<T>()).Pin()
        : throw new NotSupportedException($"byte {elementIndex} lies inside an element of {Unsafe.SizeOf<T>()} bytes and cannot be pinned");

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The handle that Pin returns belongs to the array and unpins it.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The array belongs to the caller.
    }
}
