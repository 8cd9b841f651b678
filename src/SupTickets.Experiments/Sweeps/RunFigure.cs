using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>The one figure of a run that is compared.</summary>
public sealed class RunFigure
{
    private static readonly NamedTable<Func<Metrics, double>> MetricTable = new("metric (--metric)",
        new("top1", "accuracy", "", metrics => metrics.Top1),
        new("top5", "accuracy of the five highest scores", "", metrics => metrics.Top5),
        new("nll", "negative log-likelihood", "", metrics => metrics.Nll),
        new("ece", "calibration error", "Guo et al., 2017", metrics => metrics.Ece));

    private static readonly NamedTable<Func<GroupedRun, IReadOnlyList<Metrics?>>> SourceTable = new("part of a run (--of)",
        new("result", "the superposed ticket if there is one, else the network", "", run =>
            [run.Summary.Superposed?.Metrics ?? run.Summary.Network]),
        new("superposed", "the superposed ticket", "", run => [run.Summary.Superposed?.Metrics]),
        new("tickets", "the mean of the cheap tickets' figures", "", run => [.. run.Summary.Tickets.Select(ticket => ticket.Metrics)]),
        new("ensemble", "the cheap tickets' mean prediction", "", run => [run.Summary.Ensemble?.Metrics]),
        new("network", "the network of a run without tickets", "", run => [run.Summary.Network]));

    private readonly Func<Metrics, double> figureOf;
    private readonly Func<GroupedRun, IReadOnlyList<Metrics?>> measured;

    /// <summary>A figure by its names.</summary>
    /// <exception cref="UnknownNameException">A name is not known.</exception>
    public RunFigure(string metric, string of) => (figureOf, measured, Metric, Source) = (MetricTable[metric], SourceTable[of], metric, of);

    /// <summary>The metrics: <c>top1</c>, <c>top5</c>, <c>nll</c>, <c>ece</c>.</summary>
    public static IReadOnlyList<string> Metrics => MetricTable.Names;

    /// <summary>
    /// What may have been measured: <c>result</c>, the superposed ticket if there is one, else the network; <c>superposed</c>;
    /// <c>tickets</c>, the mean of the cheap tickets' figures; <c>ensemble</c>, their mean prediction; <c>network</c>.
    /// </summary>
    public static IReadOnlyList<string> Sources => SourceTable.Names;

    /// <summary>Which metric.</summary>
    public string Metric { get; }

    /// <summary>Of what.</summary>
    public string Source { get; }

    /// <summary>The figure of a run.</summary>
    /// <exception cref="RunFolderException">The run does not have it.</exception>
    public double Of(GroupedRun run)
    {
        double[] figures = [.. measured(run).OfType<Metrics>().Select(figureOf)];
        return figures.Length > 0 ? figures.Average() : throw new RunFolderException(
            $"'{run.Folder}' has no figures of '{Source}' to compare");
    }
}
