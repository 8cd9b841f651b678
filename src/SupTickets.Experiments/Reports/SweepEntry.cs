using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports;

/// <summary>One run of a sweep in its report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Summary">Its final figures; null where it has not finished.</param>
/// <param name="Trouble">Why there are no figures, such as <c>not started</c> or the error; null if the run has finished.</param>
/// <param name="Report">The path of its own report, relative to the sweep's; null if there is none.</param>
public sealed record SweepEntry(string Name, Recipe Recipe, RunSummary? Summary, string? Trouble, string? Report)
{
    /// <summary>Whether it failed; false if it has merely not finished.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Figures of its result, the superposed ticket if there is one, else the network; null where there are none.</summary>
    public Metrics? Result => Summary?.Superposed?.Metrics ?? Summary?.Network;
}
