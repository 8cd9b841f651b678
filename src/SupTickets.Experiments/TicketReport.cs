using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments;

/// <summary>How the tickets of a run overlap, and the loss along the lines between them.</summary>
/// <param name="Tickets">The tickets, measured.</param>
/// <param name="Overlaps">Every pair of them.</param>
/// <param name="Superposed">Where the superposed ticket's connections come from; null before the run is finished.</param>
/// <param name="Lines">From each ticket to the next.</param>
public sealed record TicketReport(
    IReadOnlyList<TicketSummary> Tickets,
    IReadOnlyList<TicketOverlap> Overlaps,
    ConnectionOrigins? Superposed,
    IReadOnlyList<LossLine> Lines)
{
    /// <summary>Notes on the data for the reader of the figures, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
