using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>The page of a sweep: its groups with mean and spread, plots, and every run.</summary>
internal static class SweepSection
{
    /// <summary>The page's parts.</summary>
    public static IEnumerable<XElement> Of(SweepRecord sweep)
    {
        SweepEntry[] runs = [.. sweep.Groups.SelectMany(group => group.Runs)];
        SweepEntry[] missing = [.. runs.Where(run => run.Result is null)];
        yield return new XElement("h1", sweep.Name);
        yield return Elements.Of("p", "soft", string.Create(
            CultureInfo.InvariantCulture, $"{runs.Length - missing.Length} of {runs.Length} runs finished, in {sweep.Groups.Count} groups"));
        if (missing.Length > 0)
        {
            yield return Elements.Of(
                "div", "notice", new XElement("p", "This sweep is not complete; means are of the runs that have finished."),
                new XElement("ul", missing.Select(run => new XElement("li", $"{run.Name}: {run.Trouble ?? "no figures"}"))));
        }

        yield return Elements.Section("Groups", Elements.Of("p", "soft", "Mean ± sample standard deviation (n − 1) of each group's runs."), Groups(sweep));
        if (SweepPlots.Strip(sweep) is { } strip)
        {
            yield return Elements.Section(
                "Accuracy", Elements.Of("div", "wide", Elements.Figure(strip)), Elements.Of("div", "plots", SweepPlots.Costs(sweep).Select(Elements.Figure)));
        }

        yield return Elements.Section("Runs", Elements.Table(["run", "top-1", "NLL", "ECE", "sparsity", "time"], runs.Select(Row)));
    }

    private static XElement Groups(SweepRecord sweep)
    {
        PaperValue?[] paper = [.. sweep.Groups.Select(Paper)];
        string[] head = ["", "runs", "top-1 (%)", "NLL", "ECE (%)", "inference FLOPs", "training FLOPs", "time, mean"];
        bool compares = paper.Any(value => value is not null);
        return Elements.Table(compares ? [.. head, "paper (%)", "Yin et al. (2022)"] : head, sweep.Groups.Index().Select(group =>
        {
            IEnumerable<string> row = Row(group.Index + 1, group.Item);
            if (!compares) return row;
            return paper[group.Index] is { } value
                ? [.. row, Numbers.Spread(value.Mean, value.Deviation), string.Create(CultureInfo.InvariantCulture, $"Table {value.Table}")]
                : [.. row, "–", ""];
        }));
    }

    private static string[] Row(int number, SweepGroup group)
    {
        string Of(Func<SweepEntry, double> figure) => group.Mean(figure) is { } mean ? Numbers.Spread(mean.Mean, mean.StandardDeviation) : "–";
        string Mean(Func<SweepEntry, double> figure, Func<double, string> text) => group.Mean(figure) is { } mean ? text(mean.Mean) : "–";
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{number}. {group.Name}"),
            string.Create(CultureInfo.InvariantCulture, $"{group.Finished.Count} of {group.Runs.Count}"),
            Of(run => 100 * run.Result!.Top1),
            Mean(run => run.Result!.Nll, Numbers.Figure),
            Of(run => 100 * run.Result!.Ece),
            Mean(run => run.Summary!.InferenceFlopsRatio, Numbers.Percent),
            Mean(run => run.Summary!.TrainingFlopsRatio, Numbers.Percent),
            Mean(run => run.Summary!.Seconds, Numbers.Duration),
        ];
    }

    // Of the result only, and only with the paper's length of training: anything else belongs in a text that says what differs.
    private static PaperValue? Paper(SweepGroup group) => group.Finished is not [var first, ..] ? null : PaperComparison
        .Of(first.Recipe, first.Summary!)
        .FirstOrDefault(row => row.Ours is not null && row.Ours == first.Result && row.PaperEpochs == first.Recipe.Schedule.Epochs && first.Recipe.Data.TrainSamples is null)
        ?.Paper;

    private static object[] Row(SweepEntry run)
    {
        object name = run.Report is { } report ? Elements.Link(report, run.Name) : run.Name;
        return run is { Summary: { } summary, Result: { } result }
            ? [name, Numbers.Percent(result.Top1), Numbers.Figure(result.Nll), Numbers.Figure(result.Ece), Numbers.Percent(summary.Sparsity), Numbers.Duration(summary.Seconds)]
            : [name, "–", "–", "–", "–", "–"];
    }
}
