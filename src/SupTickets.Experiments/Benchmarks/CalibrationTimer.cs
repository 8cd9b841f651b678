using System.Diagnostics;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>Times actions that take turns, so that other load on the machine affects all alike.</summary>
internal static class CalibrationTimer
{
    private const int Repeats = 7;

    /// <summary>The median seconds of each.</summary>
    public static double[] Seconds(params Action[] actions)
    {
        foreach (Action action in actions) action();
        double[][] times = [.. actions.Select(_ => new double[Repeats])];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach ((int index, Action action) in actions.Index())
            {
                long started = Stopwatch.GetTimestamp();
                action();
                times[index][repeat] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            }
        }

        return [.. times.Select(Median.Of)];
    }
}
