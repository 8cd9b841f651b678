using System.Diagnostics;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>Runs what is to be timed until it runs at its own speed.</summary>
internal static class Warmth
{
    // The runtime compiles a method well only after 30 calls and a pause of 100 ms without new ones; before that kernels are several times
    // slower.
    private const int Calls = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), Enough = TimeSpan.FromSeconds(2);

    /// <summary>Calls <paramref name="action"/> until it is compiled well, or two seconds are over.</summary>
    public static void Reach(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        for (int call = 0; call < Calls && Stopwatch.GetElapsedTime(started) < Enough; call++) action();
        Thread.Sleep(Pause);
        action();
    }
}
