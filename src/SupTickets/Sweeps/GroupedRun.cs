using SupTickets.Evaluation;
using SupTickets.Reports;

namespace SupTickets.Sweeps;

/// <summary>A finished run that is compared.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Summary">Its final figures.</param>
/// <param name="Ensemble">Figures of the mean prediction of its tickets, where they were measured.</param>
public sealed record GroupedRun(string Folder, RunSummary Summary, Metrics? Ensemble);
