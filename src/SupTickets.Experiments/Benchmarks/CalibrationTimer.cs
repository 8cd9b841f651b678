using System.Diagnostics;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>Times actions that take turns, so that slow minutes of the machine affect all alike.</summary>
internal static class CalibrationTimer
{
    private const int Repeats = 7;

    /// <summary>The fewest seconds of each: nothing makes a machine faster than it is.</summary>
    public static double[] Seconds(params Action[] actions)
    {
        foreach (Action action in actions) action();
        double[] least = [.. actions.Select(_ => double.PositiveInfinity)];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach ((int index, Action action) in actions.Index())
            {
                long started = Stopwatch.GetTimestamp();
                action();
                least[index] = Math.Min(least[index], Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        return least;
    }
}
