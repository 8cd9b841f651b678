using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Reads from the log of a run how libtorch computed convolutions.</summary>
internal static class LoggedLibTorch
{
    /// <summary>Whether oneDNN was in use after <paramref name="step"/> steps, by the log of a run; null if the log does not say.</summary>
    internal static bool? OneDnnAt(IReadOnlyList<TrainingEvent> log, long step)
    {
        bool? oneDnn = null;
        foreach (TrainingEvent happened in log.Where(happened => happened.Step <= step))
        {
            if (happened is RunStarted started) oneDnn = started.LibTorch?.OneDnn;
            // This warning is logged when a failed check switched oneDNN off during the run.
            else if (happened is Warning { About: "libtorch" } && oneDnn is not null) oneDnn = false;
        }

        return oneDnn;
    }
}
