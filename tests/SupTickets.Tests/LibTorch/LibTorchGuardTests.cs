using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;
using SupTickets.Training;

namespace SupTickets.Tests.LibTorch;

/// <summary>What follows from checks, for libtorches that are handed in.</summary>
public sealed class LibTorchGuardTests
{
    private static readonly Processor Open = new("open", [new(1, CacheKind.Data, 32 << 10, 2), new(2, CacheKind.Unified, 1 << 20, 2)]);
    private static readonly ConvolutionKind Kind = new(new(20, 6, ConvolutionAxis.Point, ConvolutionAxis.Point), 4, 8, 8),
        Other = Kind with { HasBias = true };

    [Fact]
    public void A_check_that_fails_switches_oneDNN_off_and_all_is_checked_anew()
    {
        bool isOff = false;
        List<ConvolutionKind> measured = [];
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, on => isOff = !on, kind =>
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
        LibTorchGuard guard = new(LibTorchTrust.Safe, Open, _ => true, kind => new($"{kind}", "forward", double.NaN));
        Assert.Contains(
            "computes wrong numbers on this machine (open)", Assert.Throws<LibTorchException>(() => guard.Require(Kind)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_check_without_a_switch_is_refused()
    {
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, _ => false, kind => new($"{kind}", "forward", 0.2));
        Assert.Contains(
            "this libtorch has no switch for it", Assert.Throws<LibTorchException>(() => guard.Require(Kind)).Message,
            StringComparison.Ordinal);
        Assert.Throws<LibTorchException>(() => guard.Require(Other));
    }

    [Theory]
    [InlineData(nameof(LibTorchTrust.Auto), true, true)]
    [InlineData(nameof(LibTorchTrust.Auto), false, false)]
    [InlineData(nameof(LibTorchTrust.Trusted), true, false)]
    [InlineData(nameof(LibTorchTrust.Safe), true, true)]
    public void OneDNN_is_switched_off_for_a_run_that_had_it_off(string trust, bool hasSwitch, bool goesOff)
    {
        LibTorchGuard guard = new(Enum.Parse<LibTorchTrust>(trust), Open, _ => hasSwitch, kind => new($"{kind}", "forward", 1e-6));
        using IDisposable? off = guard.GoWithoutOneDnn("a run goes on");
        Assert.Equal(goesOff, off is not null);
        Assert.Equal((!goesOff, null, false), (guard.State.OneDnn, guard.State.Refusal, guard.State.HasFailed));
    }

    /// <summary>What a run needs does not reach the runs after it.</summary>
    [Fact]
    public void OneDNN_is_on_again_after_the_last_run_that_goes_on_without_it()
    {
        List<bool> switched = [];
        List<ConvolutionKind> measured = [];
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, on =>
        {
            switched.Add(on);
            return true;
        }, kind =>
        {
            measured.Add(kind);
            return Right(kind);
        });
        guard.Require(Kind);
        IDisposable first = guard.GoWithoutOneDnn("a run goes on")!, second = guard.GoWithoutOneDnn("another goes on")!;
        Assert.Equal((false, "a run goes on", 0), (guard.State.OneDnn, guard.State.Reason, guard.State.Checked));
        guard.Require(Kind);
        first.Dispose();
        first.Dispose();
        Assert.False(guard.State.OneDnn);
        second.Dispose();
        Assert.Equal((true, 1), (guard.State.OneDnn, guard.State.Checked));
        Assert.EndsWith("; it was off for a run that went on without it", guard.State.Reason, StringComparison.Ordinal);
        guard.Require(Kind);
        Assert.Equal([Kind, Kind], measured);
        Assert.Equal([false, true], switched);
    }

    /// <summary>A run beside it has seen oneDNN go off, or begun without: its bits are of one kind to its end.</summary>
    [Fact]
    public void OneDNN_is_not_switched_on_again_within_another_run()
    {
        List<bool> switched = [];
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, on =>
        {
            switched.Add(on);
            return true;
        }, Right);
        guard.Join().Dispose();
        IDisposable before = guard.Join();
        Assert.False(guard.State.IsForRun);
        IDisposable without = guard.GoWithoutOneDnn("a run goes on")!, during = guard.Join();
        Assert.Equal((false, true), (guard.State.OneDnn, guard.State.IsForRun));
        without.Dispose();
        before.Dispose();
        Assert.Equal((false, true), (guard.State.OneDnn, guard.State.IsForRun));
        during.Dispose();
        during.Dispose();
        Assert.Equal((true, false), (guard.State.OneDnn, guard.State.IsForRun));
        Assert.Equal([false, true], switched);
        using IDisposable next = guard.Join();
        Assert.True(guard.State.OneDnn);
    }

    [Fact]
    public void What_a_check_switched_off_stays_off_after_such_a_run()
    {
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, on => !on, kind => new($"{kind}", "forward", kind.HasBias ? 0.2 : 1e-6));
        Assert.Throws<LibTorchException>(() => guard.Require(Other));
        guard.GoWithoutOneDnn("a run goes on")!.Dispose();
        Assert.Equal((false, true, false), (guard.State.OneDnn, guard.State.HasFailed, guard.State.IsLeftOver));
    }

    [Fact]
    public void Where_it_cannot_be_switched_on_again_the_next_run_is_told()
    {
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, on => !on, Right);
        guard.GoWithoutOneDnn("a run goes on")!.Dispose();
        Assert.False(guard.State.OneDnn);
        string told = new LibTorchWatch(() => guard.State).News(0)!.Message;
        Assert.Contains("(a run goes on, and when it ended oneDNN could not be switched on again)", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_that_was_right_in_many_sizes_is_checked_in_no_further_ones()
    {
        int measured = 0;
        LibTorchGuard guard = new(LibTorchTrust.Auto, Open, _ => true, kind =>
        {
            measured++;
            return Right(kind);
        });
        static ConvolutionKind Sized(int more) => Kind with { Height = 8 + more / 3, Width = 8 + more % 3, Samples = 4 + more };
        for (int more = 0; more < 3 * CheckedKinds.MostSizes; more++) guard.Require(Sized(more));
        Assert.Equal((64, 64), (measured, CheckedKinds.MostSizes));
        Assert.Equal((true, false), (guard.HasChecked(Sized(63)), guard.HasChecked(Sized(64))));
        guard.Require(Other);
        Assert.Equal(65, measured);
    }

    private static ConvolutionError Right(ConvolutionKind kind) => new($"{kind}", "forward", 1e-6);
}
