using System.Globalization;
using SupTickets.Experiments.Runs;
using SupTickets.Training;

namespace SupTickets.Cli.Sweeps;

/// <summary>Reports the progress of a worker to its session: lines <c>STEP TOTAL</c>, at most two a second.</summary>
internal sealed class WorkerProgress(TextWriter writer, TimeProvider time) : ITrainingObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private long total, last;

    public void On(TrainingEvent happened)
    {
        if (happened is RunStarted started) total = started.TotalSteps;
        else if (happened is not StepFinished || time.GetElapsedTime(last) < Pause) return;
        last = time.GetTimestamp();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{happened.Step} {total}"));
        writer.Flush();
    }

    /// <summary>Reads such a line; null for any other.</summary>
    public static (long Step, long Total)? Parse(string line) =>
        line.Split(' ') is [var step, var total]
            && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out long at)
            && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out long of)
            ? (at, of)
            : null;
}
