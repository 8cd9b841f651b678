using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports;

/// <summary>One run of a sweep in its report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Summary">Its final figures; null where it has not finished.</param>
/// <param name="Trouble">Why there are none, such as <c>not started</c> or what it failed of; null where it has finished.</param>
/// <param name="Report">Where its own report is, relative to the sweep's; null where there is none.</param>
public sealed record SweepEntry(string Name, Recipe Recipe, RunSummary? Summary, string? Trouble, string? Report)
{
    /// <summary>Whether it failed, rather than was never run to its end.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Figures of its result, the superposed ticket if there is one, else the network; null where there are none.</summary>
    public Metrics? Result => Summary?.Superposed?.Metrics ?? Summary?.Network;
}
