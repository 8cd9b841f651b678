using System.Runtime.Intrinsics;

namespace SupTickets.Tests.Kernels.Vectors;

/// <summary>
/// The kernel tests run again with instruction sets switched off. A switch that the runtime ignores would make such a
/// run prove nothing, so each names the tier it expects in <c>SUPTICKETS_EXPECT_TIER</c> and this test checks it.
/// </summary>
public sealed class TierTests
{
    [Fact]
    public void The_widest_accelerated_vector_is_the_one_this_run_expects()
    {
        string? expected = Environment.GetEnvironmentVariable("SUPTICKETS_EXPECT_TIER");
        if (string.IsNullOrEmpty(expected)) Assert.Skip("SUPTICKETS_EXPECT_TIER is not set; ./check sets it for each tier.");
        string active = Vector512.IsHardwareAccelerated ? "avx512"
            : Vector256.IsHardwareAccelerated ? "avx2"
            : Vector128.IsHardwareAccelerated ? "sse"
            : "scalar";
        Assert.Equal(expected, active);
    }
}
