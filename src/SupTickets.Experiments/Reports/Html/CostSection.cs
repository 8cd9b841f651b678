using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>What the run and its result cost in operations and in time.</summary>
internal static class CostSection
{
    /// <summary>The section; null where the run is not complete.</summary>
    public static XElement? Of(RunRecord run) => run.Summary is { } summary
        ? Elements.Section(
            "FLOPs and time", Elements.Table("FLOPs", ["", "FLOPs", "of dense"], Rows(summary)), Elements.List(Entries(summary)))
        : null;

    /// <summary>How many layers each engine computes.</summary>
    public static string Engines(NetworkEngines engines)
    {
        string asked = Networks.Engines.NameOf(engines.Engine);
        return string.Create(CultureInfo.InvariantCulture, $"{asked}: {engines.SparseLayers} of {engines.Layers.Count} layers sparse");
    }

    private static IEnumerable<string[]> Rows(RunSummary summary)
    {
        yield return ["inference, one sample", Numbers.Flops(summary.InferenceFlops), Numbers.Percent(summary.InferenceFlopsRatio)];
        string training = summary.TrainingFlops is { } flops ? Numbers.Flops(flops) : "not recorded";
        yield return ["training, the whole run", training, Numbers.Percent(summary.TrainingFlopsRatio)];
    }

    private static IEnumerable<(string Name, object Value)> Entries(RunSummary summary)
    {
        yield return ("Time", Numbers.Duration(summary.Seconds));
        yield return ("A step, mean", string.Create(CultureInfo.InvariantCulture, $"{1000 * summary.Seconds / summary.Steps:0.0} ms"));
        if (summary.ExplorationRate is { } rate) yield return ("Positions explored, R_s", Numbers.Percent(rate));
    }
}
