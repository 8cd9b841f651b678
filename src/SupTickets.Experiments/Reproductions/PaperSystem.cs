using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>What a row of the paper's tables measures.</summary>
/// <param name="Measures">Whether a run by this recipe has it.</param>
internal sealed record PaperSystem(Func<Recipe, bool> Measures)
{
    /// <summary>Its figures on the test set, from one run: those of the network that the run ends with, unless it says otherwise.</summary>
    public Func<ReproductionCell, GroupedRun, IRunMeasurements, Metrics?> MetricsOf { get; init; } = (_, run, _) => run.Summary.Network;

    /// <summary>Whether one value comes from all runs of a cell together.</summary>
    public bool IsOfAllRuns { get; init; }

    /// <summary>Whether the cell's method says nothing of the recipe's: the system has a method of its own.</summary>
    public bool HasOwnMethod { get; init; }

    /// <summary>Whether the cell's setting says how its tickets are averaged afterwards, and nothing of the recipe.</summary>
    public bool IsMeasuredAfterwards { get; init; }
}
