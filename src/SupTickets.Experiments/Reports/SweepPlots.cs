using System.Globalization;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Experiments.Reports;

/// <summary>The plots of a sweep; groups without a finished run are left out.</summary>
internal static class SweepPlots
{
    /// <summary>Every run's accuracy, group by group; null without a finished run.</summary>
    public static Picture? Strip(SweepRecord sweep)
    {
        var groups = sweep.Groups.Where(group => group.Finished.Count > 0).Select(group =>
        {
            SampleMean accuracy = group.Mean(run => 100 * run.Result!.Top1)!;
            return (
                group.Name, (IReadOnlyList<double>)[.. group.Finished.Select(run => 100 * run.Result!.Top1)], accuracy.Mean,
                accuracy.StandardDeviation);
        });
        return groups.Any() ? new GroupStrip("Accuracy of each run", "top-1 (%)", [.. groups]).Draw() : null;
    }

    /// <summary>Accuracy against FLOPs of inference and of training, each group by its number in the table.</summary>
    public static IReadOnlyList<Picture> Costs(SweepRecord sweep) =>
        sweep.Groups.Any(group => group.Finished.Count > 0)
            ?
            [
                Cost(sweep, "Accuracy against inference FLOPs", "inference FLOPs (% of dense)", run =>
                    100 * run.Summary!.InferenceFlopsRatio),
                Cost(sweep, "Accuracy against training FLOPs", "training FLOPs (% of dense)", run => 100 * run.Summary!.TrainingFlopsRatio),
            ]
            : [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Picture> All(SweepRecord sweep) => [.. Strip(sweep) is { } strip ? new[] { strip } : [], .. Costs(sweep)];

    private static Picture Cost(SweepRecord sweep, string title, string label, Func<SweepEntry, double> cost)
    {
        (int Number, double X, double Y)[] means =
        [
            .. sweep.Groups.Index().Where(group => group.Item.Finished.Count > 0)
                .Select(group =>
                    (group.Index + 1, group.Item.Finished.Average(cost), group.Item.Finished.Average(run => 100 * run.Result!.Top1))),
        ];
        LinePlot plot = new()
        {
            Title = title,
            XLabel = label,
            YLabel = "top-1 (%), mean",
            X = Axis.Linear(means.Select(mean => mean.X), 0),
            Y = Axis.Linear(means.Select(mean => mean.Y), 0, 100),
            Series = [new("group", "first", Drawing.Dots, [.. means.Select(mean => (mean.X, mean.Y))])],
        };
        return plot.Draw(means.Select(mean => (mean.X, mean.Y, mean.Number.ToString(CultureInfo.InvariantCulture))))
            with
        { Note = "The numbers are those of the table." };
    }
}
