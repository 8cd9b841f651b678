using SupTickets.LibTorch;
using SupTickets.Training;

namespace SupTickets.Tests;

/// <summary>A run that was computed without oneDNN goes on without it.</summary>
public sealed class ResumedLibTorchTests
{
    private static readonly LibTorchState On = new(true, "on"), Off = new(false, "off");

    [Fact]
    public void The_log_tells_how_libtorch_computed_at_a_step()
    {
        TrainingEvent[] log = [Started(0, On), new Warning(0, "topology", "other"), new Warning(60, "libtorch", "failed"), new CheckpointWritten(70)];
        Assert.True(ResumedLibTorch.OneDnnAt(log, 50));
        Assert.False(ResumedLibTorch.OneDnnAt(log, 70));
        Assert.False(ResumedLibTorch.OneDnnAt([Started(0, Off)], 5));
        Assert.Null(ResumedLibTorch.OneDnnAt([], 5));
        Assert.Null(ResumedLibTorch.OneDnnAt([Started(0, null)], 5));
    }

    /// <summary>A note before a start is about that start, which tells itself what came of it.</summary>
    [Fact]
    public void The_latest_start_counts()
    {
        Assert.True(ResumedLibTorch.OneDnnAt([Started(0, Off), new Warning(40, "libtorch", "in another way"), Started(40, On)], 50));
        Assert.False(ResumedLibTorch.OneDnnAt([Started(0, On), new Warning(40, "libtorch", "in another way"), Started(40, Off)], 50));
    }

    [Fact]
    public void OneDNN_is_switched_off_before_a_run_goes_on_that_had_it_off()
    {
        List<string> reasons = [];
        Warning? told = ResumedLibTorch.Restore(oneDnn: false, 7, On, reason =>
        {
            reasons.Add(reason);
            return true;
        });
        Assert.Single(reasons);
        Assert.Equal(7, told!.Step);
        Assert.Contains("switched off, for this process, as it was when the run was stopped", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_restored_is_warned_of()
    {
        Assert.Contains("last digits may differ", ResumedLibTorch.Restore(oneDnn: false, 7, On, _ => false)!.Message, StringComparison.Ordinal);
        Assert.Contains("last digits may differ", ResumedLibTorch.Restore(oneDnn: true, 7, Off, Never)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_as_it_was_or_unknown_stays()
    {
        Assert.Null(ResumedLibTorch.Restore(oneDnn: false, 7, Off, Never));
        Assert.Null(ResumedLibTorch.Restore(oneDnn: true, 7, On, Never));
        Assert.Null(ResumedLibTorch.Restore(oneDnn: null, 7, On, Never));
    }

    private static bool Never(string reason) => throw new InvalidOperationException("nothing is to be switched");

    private static RunStarted Started(long step, LibTorchState? libTorch) =>
        new(step, 100, 10, Resumed: step > 0, new("dense", "dense", [])) { LibTorch = libTorch };
}
