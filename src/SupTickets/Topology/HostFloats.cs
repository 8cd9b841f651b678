using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>Reads and writes the memory of host tensors directly, for our kernels.</summary>
internal static class HostFloats
{
    /// <summary>Whether <see cref="Of"/> may be called for the tensor.</summary>
    public static bool AreIn(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();

    /// <summary>All numbers of a contiguous Float32 tensor on the CPU; valid as long as the tensor is.</summary>
    public static Span<float> Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
