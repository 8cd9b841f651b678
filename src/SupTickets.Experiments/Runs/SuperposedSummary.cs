using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Runs;

/// <summary>The superposed ticket.</summary>
/// <param name="Tickets">How many cheap tickets are in it.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Metrics">Figures on the test set with the batch-norm statistics that it keeps.</param>
/// <param name="Recomputed">Figures with recomputed batch-norm statistics, where the recipe asks for both.</param>
public sealed record SuperposedSummary(int Tickets, long Connections, Metrics Metrics, Metrics? Recomputed = null);
