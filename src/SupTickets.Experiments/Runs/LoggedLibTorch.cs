using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>How libtorch computed convolutions in a run, as its log tells.</summary>
internal static class LoggedLibTorch
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
}
