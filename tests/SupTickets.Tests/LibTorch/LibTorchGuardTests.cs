using SupTickets.Kernels;
using SupTickets.LibTorch;

namespace SupTickets.Tests.LibTorch;

/// <summary>What follows from checks, for libtorches that are handed in.</summary>
public sealed class LibTorchGuardTests
{
    private static readonly Processor Open = new("open", [new(1, true, 32 << 10, 2), new(2, true, 1 << 20, 2)]);
    private static readonly ConvolutionKind Kind = new(new(20, 6, ConvolutionAxis.Point, ConvolutionAxis.Point), 4, 8, 8), Other = Kind with { HasBias = true };

    [Fact]
    public void A_check_that_fails_switches_oneDNN_off_and_all_is_checked_anew()
    {
        bool isOff = false;
        List<ConvolutionKind> measured = [];
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, () => isOff = true, kind =>
        {
            measured.Add(kind);
            return new($"{kind}", "forward", kind.HasBias && !isOff ? 0.2 : 1e-6);
        });
        guard.Require(Kind);
        Assert.Equal((true, false, 1), (guard.State.OneDnn, guard.State.HasFailed, guard.State.Checked));
        guard.Require(Other);
        Assert.Equal((true, false, true, 1), (isOff, guard.State.OneDnn, guard.State.HasFailed, guard.State.Checked));
        guard.Require(Kind);
        guard.Require(Other);
        Assert.Equal([Kind, Other, Other, Kind], measured);
    }

    [Fact]
    public void What_fails_without_oneDNN_too_is_refused()
    {
        LibTorchGuard guard = new(LibTorchTrust.Safe, Open, () => true, kind => new($"{kind}", "forward", double.NaN));
        Assert.Contains("computes wrong numbers on this machine (open)", Assert.Throws<LibTorchException>(() => guard.Require(Kind)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_check_without_a_switch_is_refused()
    {
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, () => false, kind => new($"{kind}", "forward", 0.2));
        Assert.Contains("this libtorch has no switch for it", Assert.Throws<LibTorchException>(() => guard.Require(Kind)).Message, StringComparison.Ordinal);
        Assert.Throws<LibTorchException>(() => guard.Require(Other));
    }

    [Theory]
    [InlineData(LibTorchTrust.Auto, true, true)]
    [InlineData(LibTorchTrust.Auto, false, false)]
    [InlineData(LibTorchTrust.Trusted, true, false)]
    [InlineData(LibTorchTrust.Safe, true, true)]
    public void OneDNN_is_switched_off_for_a_run_that_had_it_off(LibTorchTrust trust, bool hasSwitch, bool goesOff)
    {
        LibTorchGuard guard = new(trust, Open, () => hasSwitch, kind => new($"{kind}", "forward", 1e-6));
        Assert.Equal(goesOff, guard.GoWithoutOneDnn("a run goes on"));
        Assert.Equal((!goesOff, null, false), (guard.State.OneDnn, guard.State.Refusal, guard.State.HasFailed));
    }
}
