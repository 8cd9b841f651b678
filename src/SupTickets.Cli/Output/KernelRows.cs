using SupTickets.Experiments.Benchmarks;

namespace SupTickets.Cli.Output;

/// <summary>What kernels take of a training step as rows of a table.</summary>
internal static class KernelRows
{
    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["kernel", "maps", ">ms a step", ">share", ">GFLOP/s", ">GB/s"];

    /// <summary>The kernels of a step, and what is left of it.</summary>
    public static IEnumerable<string[]> Of(StepTiming timing)
    {
        double all = timing.KernelStepSeconds;
        foreach (KernelTiming kernel in timing.Kernels)
        {
            yield return
            [
                kernel.Kernel, $"{kernel.Height}x{kernel.Width}", Figures.Short(1e3 * kernel.Seconds),
                Figures.Percent(kernel.Seconds / all),
                kernel.Gflops > 0 ? Figures.Short(kernel.Gflops) : string.Empty, Figures.Short(kernel.GigabytesPerSecond),
            ];
        }

        double rest = all - timing.Kernels.Sum(kernel => kernel.Seconds);
        yield return ["everything else", string.Empty, Figures.Short(1e3 * rest), Figures.Percent(rest / all), string.Empty, string.Empty];
    }
}
