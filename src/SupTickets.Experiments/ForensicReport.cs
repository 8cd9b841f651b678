using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Tickets;

namespace SupTickets.Experiments;

/// <summary>What the tickets of a run have in common, and what lies between them.</summary>
/// <param name="Tickets">The tickets, measured.</param>
/// <param name="Overlaps">Every pair of them.</param>
/// <param name="Superposed">Where the superposed ticket's connections come from; null before the run is finished.</param>
/// <param name="Lines">From each ticket to the next.</param>
public sealed record ForensicReport(
    IReadOnlyList<TicketSummary> Tickets, IReadOnlyList<TicketOverlap> Overlaps, ConnectionLives? Superposed, IReadOnlyList<LossLine> Lines)
{
    /// <summary>What whoever reads the figures should know of the data, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
