using System.Runtime.Intrinsics;

namespace SupTickets.Kernels.Vectors;

/// <summary>The widest vectors that this process computes with.</summary>
internal static class Tier
{
    /// <summary>Runs <paramref name="kernel"/> in that width.</summary>
    public static void Dispatch<TKernel>(TKernel kernel)
        where TKernel : struct, ITieredKernel
    {
        // Each condition is a constant to the compiler, which drops the other branches.
        if (Vector512.IsHardwareAccelerated) kernel.Run<Vector512<float>, Tier512>();
        else if (Vector256.IsHardwareAccelerated) kernel.Run<Vector256<float>, Tier256>();
        else if (Vector128.IsHardwareAccelerated) kernel.Run<Vector128<float>, Tier128>();
        else kernel.Run<float, TierScalar>();
    }
}

/// <summary>A kernel with its arguments, written once for all tiers.</summary>
internal interface ITieredKernel
{
    /// <summary>Computes in one width.</summary>
    void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>;
}
