using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;

namespace SupTickets.Tests.LibTorch;

/// <summary>Whether oneDNN may compute, decided for processors and errors that are handed in: for any machine on any machine.</summary>
public sealed class LibTorchStateTests
{
    private static readonly Processor Open = new("open", [new(1, CacheKind.Data, 32 << 10, 2), new(2, CacheKind.Unified, 1 << 20, 2)]),
        Hidden = new("AMD EPYC", []), Arm = new("Arm64", null);

    // What was measured where caches are hidden: [8, 20, 14, 14] * [50, 20, 5, 5] errs by 18 where the largest value is 96.
    private static readonly ConvolutionError Wrong = new("conv2d of [8, 20, 14, 14] by [50, 20, 5, 5]", "forward", 18.0 / 96),
        Right = Wrong with { Relative = 2e-5 };

    [Fact]
    public void Where_caches_are_hidden_it_may_not()
    {
        LibTorchState state = LibTorchState.Of(LibTorchTrust.Auto, Hidden, worst: null);
        Assert.False(state.OneDnn);
        Assert.Equal("convolutions of libtorch: matrix products (the processor (AMD EPYC) hides its caches, and there oneDNN's "
            + "convolutions are wrong or end the process)", state.ToString());
    }

    [Fact]
    public void Elsewhere_it_may_until_a_check_fails()
    {
        Assert.True(LibTorchState.Of(LibTorchTrust.Auto, Open, worst: null).OneDnn);
        Assert.True(LibTorchState.Of(LibTorchTrust.Auto, Arm, Right).OneDnn);
        LibTorchState state = LibTorchState.Of(LibTorchTrust.Auto, Open, Wrong);
        Assert.False(state.OneDnn);
        Assert.Contains(
            "conv2d of [8, 20, 14, 14] by [50, 20, 5, 5], forward: off by 1.9e-1 of the typical result", state.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_switched_off_is_said() => Assert.Equal(
        "convolutions of libtorch: refused (no switch)", (LibTorchState.Of(LibTorchTrust.Auto, Hidden, null) with { Refusal = "no switch" })
            .ToString());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.002)]
    public void What_is_no_number_or_too_far_off_fails(double relative) => Assert.False((Wrong with { Relative = relative }).Passes);

    [Fact]
    public void The_user_has_the_last_word()
    {
        Assert.True(LibTorchState.Of(LibTorchTrust.Trusted, Hidden, Wrong).OneDnn);
        Assert.False(LibTorchState.Of(LibTorchTrust.Safe, Open, Right).OneDnn);
    }

    [Fact]
    public void What_was_checked_is_said() => Assert.EndsWith(
        "; 7 checked against float64, largest error 2.0e-6",
        (LibTorchState.Of(LibTorchTrust.Auto, Open, null) with { Checked = 7, LargestError = 2e-6 }).ToString(), StringComparison.Ordinal);
}
