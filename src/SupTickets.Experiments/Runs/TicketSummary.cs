using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Runs;

/// <summary>A cheap ticket.</summary>
/// <param name="Cycle">Which cycle it ends, from 1; 0 is the network before the first.</param>
/// <param name="Connections">Its connections.</param>
/// <param name="Metrics">Figures on the test set.</param>
public sealed record TicketSummary(int Cycle, long Connections, Metrics Metrics);
