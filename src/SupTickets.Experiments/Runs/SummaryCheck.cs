using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>Checks that final figures read from a file can be those of a run.</summary>
internal static class SummaryCheck
{
    /// <summary>Checks that every field is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(RunSummary summary)
    {
        FieldCheck.Present("name", summary.Name);
        FieldCheck.Present("model", summary.Model);
        FieldCheck.Present("data", summary.Data);
        FieldCheck.Present("method", summary.Method);
        FieldCheck.Whole("epochs", summary.Epochs, least: 1);
        FieldCheck.Whole("steps", summary.Steps);
        FieldCheck.Number("seconds", summary.Seconds, 0, FieldCheck.LongestSeconds);
        FieldCheck.Whole("positions", summary.Positions, least: 1);
        FieldCheck.Whole("connections", summary.Connections, 0, summary.Positions);
        FieldCheck.Amount("inferenceFlops", summary.InferenceFlops);
        FieldCheck.Amount("inferenceFlopsRatio", summary.InferenceFlopsRatio);
        if (summary.TrainingFlops is { } flops) FieldCheck.Amount("trainingFlops", flops);
        FieldCheck.Amount("trainingFlopsRatio", summary.TrainingFlopsRatio);
        if (summary.ExplorationRate is { } explored) FieldCheck.Number("explorationRate", explored, 0, 1);
        Measurements(summary);
        FieldCheck.List("layers", summary.Layers);
        foreach (var (index, layer) in summary.Layers.Index())
        {
            FieldCheck.Present($"layers[{index}].name", layer.Name);
            FieldCheck.Whole($"layers[{index}].positions", layer.Positions, least: 1);
            FieldCheck.Whole($"layers[{index}].connections", layer.Connections, 0, layer.Positions);
        }
    }

    private static void Measurements(RunSummary summary)
    {
        FieldCheck.List("tickets", summary.Tickets);
        foreach (var (index, ticket) in summary.Tickets.Index())
        {
            FieldCheck.Whole($"tickets[{index}].cycle", ticket.Cycle);
            FieldCheck.Whole($"tickets[{index}].connections", ticket.Connections);
            RunEventCheck.Figures($"tickets[{index}].metrics", ticket.Metrics);
            if (ticket.Recomputed is { } again) RunEventCheck.Figures($"tickets[{index}].recomputed", again);
        }

        if (summary.Superposed is { } superposed)
        {
            FieldCheck.Whole("superposed.tickets", superposed.Tickets, least: 1);
            FieldCheck.Whole("superposed.connections", superposed.Connections);
            RunEventCheck.Figures("superposed.metrics", superposed.Metrics);
            if (superposed.Recomputed is { } recomputed) RunEventCheck.Figures("superposed.recomputed", recomputed);
        }

        if (summary.Network is { } network) RunEventCheck.Figures("network", network);
        if (summary.Ensemble is { } ensemble)
        {
            FieldCheck.Whole("ensemble.tickets", ensemble.Tickets, least: 2);
            RunEventCheck.Figures("ensemble.metrics", ensemble.Metrics);
        }

        if (summary.Diversity is { } diversity)
        {
            FieldCheck.Number("diversity.disagreement", diversity.Disagreement, 0, 1);
            FieldCheck.Measured("diversity.kl", diversity.Kl);
        }

        if (summary.Reliability is not { } reliability) return;
        FieldCheck.List("reliability", reliability);
        foreach (var (index, bin) in reliability.Index())
        {
            FieldCheck.Whole($"reliability[{index}].count", bin.Count);
            FieldCheck.Number($"reliability[{index}].confidence", bin.Confidence, 0, 1);
            FieldCheck.Number($"reliability[{index}].accuracy", bin.Accuracy, 0, 1);
        }
    }
}
