using System.Runtime.Intrinsics;

namespace SupTickets.Kernels.Vectors;

/// <summary>How wide the vectors are that this process computes with.</summary>
public static class VectorWidth
{
    /// <summary>512, 256 or 128 bits; 32, a single float, where there are no vectors.</summary>
    // The order is that of Tier.Dispatch.
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;
}
