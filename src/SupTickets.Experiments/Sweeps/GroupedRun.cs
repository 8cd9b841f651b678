using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>A finished run that is compared.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Summary">Its final figures.</param>
public sealed record GroupedRun(string Folder, RunSummary Summary);
