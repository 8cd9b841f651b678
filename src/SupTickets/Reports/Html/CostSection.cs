using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>What the run and its result cost in operations and in time.</summary>
internal static class CostSection
{
    /// <summary>The section; null where the run is not complete.</summary>
    public static XElement? Of(RunRecord run) => run.Summary is { } summary
        ? Elements.Section("FLOPs and time", Elements.Table(["", "absolute", "share of dense"], Rows(run, summary)))
        : null;

    private static IEnumerable<string[]> Rows(RunRecord run, RunSummary summary)
    {
        yield return ["inference, one sample", Numbers.Flops(summary.InferenceFlops), Numbers.Percent(summary.InferenceFlopsRatio)];
        yield return ["training, the whole run", "", Numbers.Percent(summary.TrainingFlopsRatio)];
        yield return ["time", Numbers.Duration(summary.Seconds), ""];
        yield return ["time of a step, mean", string.Create(CultureInfo.InvariantCulture, $"{1000 * summary.Seconds / summary.Steps:0.0} ms"), ""];
        if (run.History.Start?.Engines is { } engines) yield return ["engine", $"{engines.Engine}: {Engines(engines)}", ""];
        if (summary.ExplorationRate is { } rate) yield return ["positions explored, R_s", Numbers.Percent(rate), ""];
    }

    private static string Engines(Training.NetworkEngines engines)
    {
        int sparse = engines.Network == "sparse" ? engines.Layers.Count(layer => layer.Engine == "sparse") : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{sparse} of {engines.Layers.Count} layers sparse");
    }
}
