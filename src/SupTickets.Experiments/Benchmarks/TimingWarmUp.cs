using System.Diagnostics;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>Runs code before it is timed, until the runtime has compiled it well.</summary>
internal static class TimingWarmUp
{
    // The runtime compiles a method well only after 30 calls and a pause of 100 ms without new ones; before that kernels are several times
    // slower.
    private const int Calls = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), Enough = TimeSpan.FromSeconds(2);

    /// <summary>Calls <paramref name="action"/> until it is compiled well, or two seconds are over.</summary>
    public static void Run(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        for (int call = 0; call < Calls && Stopwatch.GetElapsedTime(started) < Enough; call++) action();
        Thread.Sleep(Pause);
        action();
    }
}
