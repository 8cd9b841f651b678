using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// The numbers of a Float32 tensor [a, b, c, d] on the CPU where they lie, in whatever order; valid as long as the tensor is.
/// </summary>
internal readonly unsafe struct StridedFloats
{
    private readonly float* first;
    private readonly long[] strides;

    public StridedFloats(Tensor tensor)
    {
        // Of the first number alone: a view of all would count more bytes than a span may have.
        using Tensor one = tensor.as_strided([1], [1], tensor.storage_offset());
        first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(HostFloats.Of(one)));
        Sizes = [.. tensor.shape.Select(size => (int)size)];
        strides = tensor.stride();
    }

    public int[] Sizes { get; }

    /// <summary>Numbers from one place to the next along the last axis.</summary>
    public long Step => strides[3];

    /// <summary>Where the row begins.</summary>
    public float* Row(int a, int b, int c) => first + a * strides[0] + b * strides[1] + c * strides[2];

    /// <summary>The number there; 0 outside of the last two axes.</summary>
    public double At(int a, int b, int c, int d) => (uint)c < (uint)Sizes[2] && (uint)d < (uint)Sizes[3] ? Row(a, b, c)[d * Step] : 0;
}
