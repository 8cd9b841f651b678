using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Output;

/// <summary>Groups of runs, and how they differ, as rows of a table and as JSON.</summary>
internal static class GroupRows
{
    /// <summary>The headings.</summary>
    /// <param name="figure">What is shown.</param>
    /// <param name="to">The group that the others are compared with, or null.</param>
    public static IReadOnlyList<string> Columns(RunFigure figure, RunGroup? to) =>
        ["group", ">runs", $">{figure.Metric}", ">±", .. to is null ? Array.Empty<string>() : [">difference", ">KS D", ">KS p"]];

    /// <summary>A group that has finished runs.</summary>
    public static IReadOnlyList<string> Of(RunGroup group, RunFigure figure, GroupComparison? comparison, bool compares)
    {
        SampleMean mean = SampleMean.Of(group.Figures(figure));
        IEnumerable<string> difference = comparison is { } found
            ? [$"{(found.Difference > 0 ? "+" : "")}{Text(figure, found.Difference)}", Figures.Ratio(found.Test.D), Chance(found.Test.P)]
            : compares ? ["", "", ""] : [];
        return [
            group.Name, Figures.Count(mean.Count), Text(figure, mean.Mean), mean.StandardDeviation is { } spread ? Text(figure, spread)
                : "-", .. difference];
    }

    /// <summary>A group as JSON.</summary>
    public static object Json(RunGroup group, RunFigure figure)
    {
        SampleMean? mean = group.Runs.Count > 0 ? SampleMean.Of(group.Figures(figure)) : null;
        return new
        {
            group.Name,
            group.Settings,
            runs = group.Runs.Select(run => new { run.Folder, run.Summary.Seed, value = figure.Of(run) }),
            group.Unfinished,
            mean = mean?.Mean,
            standardDeviation = mean?.StandardDeviation,
        };
    }

    private static string Text(RunFigure figure, double value) =>
        figure.Metric is "top1" or "top5" or "ece" ? Figures.Percent(value) : Figures.Real(value);

    private static string Chance(double p) => p < 0.001 ? Figures.Amount(p) : Figures.Real(p);
}
