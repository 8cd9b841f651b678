using System.Collections.Frozen;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>The one figure of a run that is compared.</summary>
public sealed class RunFigure
{
    private static readonly FrozenDictionary<string, Func<Metrics, double>> MetricTable = new Dictionary<string, Func<Metrics, double>>
    {
        ["top1"] = metrics => metrics.Top1,
        ["top5"] = metrics => metrics.Top5,
        ["nll"] = metrics => metrics.Nll,
        ["ece"] = metrics => metrics.Ece,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<GroupedRun, IReadOnlyList<Metrics?>>> SourceTable = new Dictionary<string, Func<GroupedRun, IReadOnlyList<Metrics?>>>
    {
        ["result"] = run => [run.Summary.Superposed?.Metrics ?? run.Summary.Network],
        ["superposed"] = run => [run.Summary.Superposed?.Metrics],
        ["tickets"] = run => [.. run.Summary.Tickets.Select(ticket => ticket.Metrics)],
        ["ensemble"] = run => [run.Summary.Ensemble?.Metrics],
        ["network"] = run => [run.Summary.Network],
    }.ToFrozenDictionary();

    /// <summary>A figure by its names.</summary>
    /// <exception cref="UnknownNameException">A name is not known.</exception>
    public RunFigure(string metric, string of)
    {
        if (!MetricTable.ContainsKey(metric)) throw new UnknownNameException("metric (--metric)", metric, Metrics);
        if (!SourceTable.ContainsKey(of)) throw new UnknownNameException("part of a run (--of)", of, Sources);
        (Metric, Source) = (metric, of);
    }

    /// <summary>The metrics: <c>top1</c>, <c>top5</c>, <c>nll</c>, <c>ece</c>.</summary>
    public static IReadOnlyList<string> Metrics { get; } = ["top1", "top5", "nll", "ece"];

    /// <summary>
    /// What may have been measured: <c>result</c>, the superposed ticket if there is one, else the network; <c>superposed</c>;
    /// <c>tickets</c>, the mean of the cheap tickets' figures; <c>ensemble</c>, their mean prediction; <c>network</c>.
    /// </summary>
    public static IReadOnlyList<string> Sources { get; } = ["result", "superposed", "tickets", "ensemble", "network"];

    /// <summary>Which metric.</summary>
    public string Metric { get; }

    /// <summary>Of what.</summary>
    public string Source { get; }

    /// <summary>The figure of a run.</summary>
    /// <exception cref="RunFolderException">The run does not have it.</exception>
    public double Of(GroupedRun run)
    {
        double[] figures = [.. SourceTable[Source](run).OfType<Metrics>().Select(MetricTable[Metric])];
        return figures.Length > 0 ? figures.Average() : throw new RunFolderException($"'{run.Folder}' has no figures of '{Source}' to compare");
    }
}
