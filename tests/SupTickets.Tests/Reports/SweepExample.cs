using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Runs;

namespace SupTickets.Tests.Reports;

/// <summary>A sweep of three groups: one complete, one with a failure, one that has not begun.</summary>
internal static class SweepExample
{
    public static SweepRecord Record { get; } = new("rates & seeds",
    [
        new("rigl--0.9", [Finished("rigl--0.9--41", 0.7), Finished("rigl--0.9--42", 0.72), Finished("rigl--0.9--43", 0.77)]),
        new("set--0.9", [
            Finished("set--0.9--41", 0.71),
            new("set--0.9--42", RunExample.Recipe, null, "failed: the loss is not finite", null) { HasFailed = true }]),
        new("set--0.95", [new("set--0.95--41", RunExample.Recipe, null, "not started", null)]),
    ]);

    /// <summary>A sweep whose runs are all as accurate.</summary>
    public static SweepRecord Of(double top1) => new("alike", [new("one", [Finished("one--1", top1), Finished("one--2", top1)])]);

    private static SweepEntry Finished(string name, double top1)
    {
        SuperposedSummary superposed = RunExample.Summary.Superposed! with { Metrics = RunExample.Metrics(top1) };
        return new(name, RunExample.Recipe, RunExample.Summary with { Superposed = superposed }, null, $"runs/{name}/report.html");
    }
}
