using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Runs;

/// <summary>A cheap ticket.</summary>
/// <param name="Cycle">Which cycle it ends, from 1; 0 is the network before the first.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Metrics">Figures on the test set.</param>
/// <param name="Recomputed">
/// Figures with recomputed batch-norm statistics, where those of the superposition are recomputed; null elsewhere, and in files written
/// before tickets were measured so.
/// </param>
public sealed record TicketSummary(int Cycle, long Connections, Metrics Metrics, Metrics? Recomputed = null);
