using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Reports;

namespace SupTickets.Tests.Reproductions;

public sealed class RunOriginTests
{
    // The second machine of the example has four threads. A run in two cells counts once, one without a machine not at all.
    [Fact]
    public void Runs_are_told_by_what_they_were_computed_with()
    {
        GroupedRun[] runs =
        [
            Run("a", 2, 3600), Run("b", 3, 1800), Run("c", 3, 900), Run("c", 3, 900),
            new("d", RunExample.Summary with { Machine = null }),
        ];
        Assert.Equal(
            [new("1.2.3+abcdef", 512, "Some CPU 3", 2, 3), new RunOrigin("0123", 256, "Some CPU 2", 1, 1)], RunOrigin.Of(runs));
    }

    private static GroupedRun Run(string folder, int model, double seconds) => new(folder, RunExample.Summary with
    {
        Machine = RunExample.Machine(model) with { Commit = model == 2 ? "0123" : null },
        Seconds = seconds,
    });
}
