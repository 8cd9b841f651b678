using SupTickets.LibTorch;
using SupTickets.Training;

namespace SupTickets;

/// <summary>How libtorch computed convolutions in a run that goes on: its last bits depend on that.</summary>
internal static class ResumedLibTorch
{
    /// <summary>Whether oneDNN computed after <paramref name="step"/> steps, as the log of a run tells; null where it does not.</summary>
    internal static bool? OneDnnAt(IReadOnlyList<TrainingEvent> log, long step)
    {
        bool? oneDnn = null;
        foreach (TrainingEvent happened in log.Where(happened => happened.Step <= step))
        {
            if (happened is RunStarted started) oneDnn = started.LibTorch?.OneDnn;
            // Told where a check switched it off within a run.
            else if (happened is Warning { About: "libtorch" } && oneDnn is not null) oneDnn = false;
        }

        return oneDnn;
    }

    /// <summary>Makes this process compute as the run did, where it can. To be called before anything is computed.</summary>
    /// <param name="oneDnn">Whether the run's convolutions were oneDNN's; null where that is not known.</param>
    /// <param name="step">Where it goes on.</param>
    /// <param name="now">How libtorch computes here.</param>
    /// <param name="goWithout">Switches oneDNN off for a reason, and tells whether it could.</param>
    /// <returns>What to say; null where all is as it was.</returns>
    internal static Warning? Restore(bool? oneDnn, long step, LibTorchState now, Func<string, bool> goWithout)
    {
        if (oneDnn is not { } was || was == now.OneDnn) return null;
        const string Reason = "a run that was computed without oneDNN goes on here";
        return !was && goWithout(Reason)
            ? new(step, "libtorch", "oneDNN is switched off, for this process, as it was when the run was stopped: the run goes on with the same bits")
            : new(step, "libtorch", $"the run was stopped when libtorch computed convolutions in another way: its last digits may differ from here on; now {now}");
    }
}
