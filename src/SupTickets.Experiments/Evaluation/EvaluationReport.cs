namespace SupTickets.Experiments.Evaluation;

/// <summary>A ticket measured on a data set.</summary>
/// <param name="Metrics">Its figures.</param>
/// <param name="Reliability">Its reliability curve, bins of low confidence first.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Connections">Its connections.</param>
/// <param name="InferenceFlops">FLOPs of one sample, 2 for each multiply-add.</param>
/// <param name="InferenceFlopsRatio">These FLOPs ÷ those of the dense network.</param>
public sealed record EvaluationReport(
    Metrics Metrics, IReadOnlyList<ReliabilityBin> Reliability, double Density, long Connections, double InferenceFlops,
    double InferenceFlopsRatio)
{
    /// <summary>The class names in the order of the network's outputs; null where the ticket does not name them.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Notes on the data for the reader of the figures, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
