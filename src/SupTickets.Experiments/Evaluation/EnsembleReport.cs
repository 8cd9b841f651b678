namespace SupTickets.Experiments.Evaluation;

/// <summary>Several networks measured together.</summary>
/// <param name="Networks">How many they are.</param>
/// <param name="Metrics">Figures of their prediction ensemble, the mean of their softmax outputs.</param>
/// <param name="Diversity">How differently they answer.</param>
public sealed record EnsembleReport(int Networks, Metrics Metrics, Diversity Diversity)
{
    /// <summary>Notes on the data for the reader of the figures, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
