using System.Runtime.Intrinsics;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels;

/// <summary>Runs a kernel in a tier of choice; what the processor lacks, the runtime emulates.</summary>
internal static class TierRuns
{
    public static void Scalar<TKernel>(TKernel kernel)
        where TKernel : struct, ITieredKernel => kernel.Run<float, TierScalar>();

    /// <summary>Calls <paramref name="check"/> after a run in each vector tier.</summary>
    public static void EachWide<TKernel>(TKernel kernel, Action check)
        where TKernel : struct, ITieredKernel
    {
        kernel.Run<Vector128<float>, Tier128>();
        check();
        kernel.Run<Vector256<float>, Tier256>();
        check();
        kernel.Run<Vector512<float>, Tier512>();
        check();
    }
}
