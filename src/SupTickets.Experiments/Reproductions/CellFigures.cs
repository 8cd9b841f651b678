using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The value of a cell, from its runs.</summary>
/// <param name="measurements">Measures figures that runs did not measure themselves.</param>
internal sealed class CellFigures(IRunMeasurements measurements)
{
    private const double Percent = 100;

    /// <summary>A value for each run; one value if runs are measured together; none if there are too few for that.</summary>
    /// <exception cref="RunFolderException">A run does not have the figure.</exception>
    public IReadOnlyList<double> Of(ReproductionCell cell, IReadOnlyList<GroupedRun> runs) => PaperSystems.All[cell.System].IsOfAllRuns
        ? runs.Count < 2 ? [] : [Of(cell, measurements.Together([.. runs.Select(run => run.Folder)]))]
        : [.. runs.Select(run =>
            Of(cell, run) ?? throw new RunFolderException($"'{run.Folder}' has no {cell.Quantity} for '{cell.Row}', '{cell.Column}'"))];

    private double? Of(ReproductionCell cell, GroupedRun run) => cell.Quantity switch
    {
        "top1" => Percent * MetricsOf(cell, run)?.Top1,
        "nll" => MetricsOf(cell, run)?.Nll,
        "ece" => MetricsOf(cell, run)?.Ece,
        "spread" => Spread([.. run.Summary.Tickets.Select(ticket => Percent * ticket.Metrics.Top1)]),
        "disagreement" or "kl" => run.Summary.Diversity is { } diversity ? Of(cell, diversity) : null,
        "trainingFlops" => run.Summary.TrainingFlops,
        "inferenceFlops" => run.Summary.InferenceFlops,
        "trainingFlopsRatio" => run.Summary.TrainingFlopsRatio,
        "inferenceFlopsRatio" => run.Summary.InferenceFlopsRatio,
        _ => throw new InvalidDataException($"'{cell.Quantity}' is no quantity of a run"),
    };

    private static double Of(ReproductionCell cell, Diversity diversity) => cell.Quantity == "kl" ? diversity.Kl : diversity.Disagreement;

    private Metrics? MetricsOf(ReproductionCell cell, GroupedRun run) =>
        PaperSystems.All[cell.System].MetricsOf(cell, run, measurements);

    // The standard deviation of the population, as Table 11 prints it.
    private static double? Spread(IReadOnlyList<double> values) =>
        values.Count == 0 ? null : Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
}
