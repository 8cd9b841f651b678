using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// Access to the numbers of a Float32 tensor [a, b, c, d] on the CPU, whatever their order in memory; valid as long as the tensor is.
/// </summary>
internal readonly unsafe struct StridedFloats
{
    private readonly float* first;
    private readonly long[] strides;

    public StridedFloats(Tensor tensor)
    {
        // A view of the first number only: a view of all could have more bytes than a span can count.
        using Tensor one = tensor.as_strided([1], [1], tensor.storage_offset());
        first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(HostFloats.Of(one)));
        Sizes = [.. tensor.shape.Select(size => (int)size)];
        strides = tensor.stride();
    }

    public int[] Sizes { get; }

    /// <summary>Distance, in numbers, between neighbours along the last axis.</summary>
    public long Step => strides[3];

    /// <summary>Where the row begins.</summary>
    public float* Row(int a, int b, int c) => first + a * strides[0] + b * strides[1] + c * strides[2];

    /// <summary>The number there; 0 outside of the last two axes.</summary>
    public double At(int a, int b, int c, int d) => (uint)c < (uint)Sizes[2] && (uint)d < (uint)Sizes[3] ? Row(a, b, c)[d * Step] : 0;
}
