using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>Asks whether final figures that were read from a file can be those of a run.</summary>
internal static class SummaryCheck
{
    /// <summary>Passes figures whose every field is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(RunSummary summary)
    {
        Sound.Present("name", summary.Name);
        Sound.Present("model", summary.Model);
        Sound.Present("data", summary.Data);
        Sound.Present("method", summary.Method);
        Sound.Whole("epochs", summary.Epochs, least: 1);
        Sound.Whole("steps", summary.Steps);
        Sound.Number("seconds", summary.Seconds, 0, Sound.LongestSeconds);
        Sound.Whole("positions", summary.Positions, least: 1);
        Sound.Whole("connections", summary.Connections, 0, summary.Positions);
        Sound.Amount("inferenceFlops", summary.InferenceFlops);
        Sound.Amount("inferenceFlopsRatio", summary.InferenceFlopsRatio);
        if (summary.TrainingFlops is { } flops) Sound.Amount("trainingFlops", flops);
        Sound.Amount("trainingFlopsRatio", summary.TrainingFlopsRatio);
        if (summary.ExplorationRate is { } explored) Sound.Number("explorationRate", explored, 0, 1);
        Measurements(summary);
        Sound.List("layers", summary.Layers);
        foreach (var (index, layer) in summary.Layers.Index())
        {
            Sound.Present($"layers[{index}].name", layer.Name);
            Sound.Whole($"layers[{index}].positions", layer.Positions, least: 1);
            Sound.Whole($"layers[{index}].connections", layer.Connections, 0, layer.Positions);
        }
    }

    private static void Measurements(RunSummary summary)
    {
        Sound.List("tickets", summary.Tickets);
        foreach (var (index, ticket) in summary.Tickets.Index())
        {
            Sound.Whole($"tickets[{index}].cycle", ticket.Cycle);
            Sound.Whole($"tickets[{index}].connections", ticket.Connections);
            RunEventCheck.Figures($"tickets[{index}].metrics", ticket.Metrics);
        }

        if (summary.Superposed is { } superposed)
        {
            Sound.Whole("superposed.tickets", superposed.Tickets, least: 1);
            Sound.Whole("superposed.connections", superposed.Connections);
            RunEventCheck.Figures("superposed.metrics", superposed.Metrics);
            if (superposed.Recomputed is { } recomputed) RunEventCheck.Figures("superposed.recomputed", recomputed);
        }

        if (summary.Network is { } network) RunEventCheck.Figures("network", network);
        if (summary.Ensemble is { } ensemble)
        {
            Sound.Whole("ensemble.tickets", ensemble.Tickets, least: 2);
            RunEventCheck.Figures("ensemble.metrics", ensemble.Metrics);
        }

        if (summary.Diversity is { } diversity)
        {
            Sound.Number("diversity.disagreement", diversity.Disagreement, 0, 1);
            Sound.Measured("diversity.kl", diversity.Kl);
        }

        if (summary.Reliability is not { } reliability) return;
        Sound.List("reliability", reliability);
        foreach (var (index, bin) in reliability.Index())
        {
            Sound.Whole($"reliability[{index}].count", bin.Count);
            Sound.Number($"reliability[{index}].confidence", bin.Confidence, 0, 1);
            Sound.Number($"reliability[{index}].accuracy", bin.Accuracy, 0, 1);
        }
    }
}
