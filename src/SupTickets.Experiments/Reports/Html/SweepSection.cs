using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The page of a sweep: its groups with mean and spread, plots, and every run.</summary>
internal static class SweepSection
{
    /// <summary>The page's parts.</summary>
    public static IEnumerable<XElement> Of(SweepRecord sweep)
    {
        SweepEntry[] runs = [.. sweep.Groups.SelectMany(group => group.Runs)];
        SweepEntry[] missing = [.. runs.Where(run => run.Result is null)];
        yield return new XElement("h1", sweep.Name);
        string finished = $"{Numbers.Count(runs.Length - missing.Length)} of {Numbers.Plural(runs.Length, "run")} finished";
        yield return Elements.Of("p", "soft", $"{finished}, in {Numbers.Plural(sweep.Groups.Count, "group")}");
        if (missing.Length > 0)
        {
            yield return Elements.Of(
                "div",
                "notice",
                new XElement("p", "This sweep is not complete; means are of the runs that have finished."),
                new XElement("ul", missing.Select(run => new XElement("li", $"{run.Name}: {run.Trouble ?? "no figures"}"))),
                new XElement("p", "To go on: ", Elements.Command(Commands.Resume(sweep, missing.Any(run => run.HasFailed)))));
        }

        yield return Elements.Section(
            "Groups", Elements.Of("p", "soft", "Mean ± sample standard deviation (n − 1) of each group's runs."), Groups(sweep));
        if (SweepPlots.Strip(sweep) is { } strip)
        {
            yield return Elements.Section(
                "Accuracy", Elements.Of("div", "wide", Elements.Figure(strip)), Elements.Of(
                    "div", "plots", SweepPlots.Costs(sweep).Select(Elements.Figure)));
        }

        yield return Elements.Section("Runs", Elements.Table("Runs", ["run", "top-1", "NLL", "ECE", "sparsity", "time"], runs.Select(Row)));
        yield return Elements.Section("When, where, and how to go on", Elements.List(Provenance(sweep, runs)));
    }

    private static IEnumerable<(string Name, object Value)> Provenance(SweepRecord sweep, SweepEntry[] runs)
    {
        RunSummary[] done = [.. runs.Select(run => run.Summary).OfType<RunSummary>()];
        DateTimeOffset[] started = [.. done.Select(run => run.Started).OfType<DateTimeOffset>()];
        DateTimeOffset[] finished = [.. done.Select(run => run.Finished).OfType<DateTimeOffset>()];
        if (started.Length > 0) yield return ("First started", Numbers.Moment(started.Min()));
        if (finished.Length > 0) yield return ("Last finished", Numbers.Moment(finished.Max()));
        if (done.Length > 0) yield return ("Time of all runs", Numbers.Duration(done.Sum(run => run.Seconds)));
        foreach (var same in done.Select(run => run.Machine).OfType<Machine>().GroupBy(machine => machine))
        {
            string which = same.Count() == done.Length ? string.Empty : $" ({Numbers.Plural(same.Count(), "run")})";
            yield return ("Machine", ProvenanceSection.Of(same.Key) + which);
            yield return ("Software", ProvenanceSection.SoftwareOf(same.Key) + which);
        }

        yield return ("Compare its groups", Elements.Command(Commands.Compare(sweep)));
        yield return ("Run it again", "each run's page has the command");
    }

    private static XElement Groups(SweepRecord sweep)
    {
        PaperValue?[] paper = [.. sweep.Groups.Select(Paper)];
        string[] head = ["", "runs", "top-1 (%)", "NLL", "ECE (%)", "inference FLOPs", "training FLOPs", "time, mean"];
        bool compares = paper.Any(value => value is not null);
        return Elements.Table("Groups", compares ? [.. head, "paper (%)", "Yin et al. (2022)"] : head, sweep.Groups.Index().Select(group =>
        {
            IEnumerable<string> row = Row(group.Index + 1, group.Item);
            if (!compares) return row;
            return paper[group.Index] is { } value
                ? [.. row, Numbers.Spread(value.Mean, value.Deviation), string.Create(CultureInfo.InvariantCulture, $"Table {value.Table}")]
                : [.. row, "–", "–"];
        }));
    }

    private static string[] Row(int number, SweepGroup group)
    {
        string Of(Func<SweepEntry, double> figure) =>
            group.Mean(figure) is { } mean ? Numbers.Spread(mean.Mean, mean.StandardDeviation) : "–";
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

    // Only the result is compared, and only at the paper's length of training; other comparisons need a text that says what differs.
    private static PaperValue? Paper(SweepGroup group) => group.Finished is not [var first, ..] ? null : PaperComparison
        .Of(first.Recipe, first.Summary!)
        .FirstOrDefault(
            row => row.Ours is not null
                && row.Ours == first.Result
                && row.PaperEpochs == first.Recipe.Schedule.Epochs
                && first.Recipe.Data.TrainSamples is null)
        ?.Paper;

    private static object[] Row(SweepEntry run)
    {
        object name = run.Report is { } report ? Elements.Link(report, run.Name) : run.Name;
        return run is { Summary: { } summary, Result: { } result }
            ?
            [
                name, Numbers.Percent(result.Top1), Numbers.Figure(result.Nll), Numbers.Percent(result.Ece),
                Numbers.Percent(summary.Sparsity), Numbers.Duration(summary.Seconds),
            ]
            : [name, "–", "–", "–", "–", "–"];
    }
}
