using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A table or figure with our cells beside the paper's, and the verdicts on its claims.</summary>
/// <param name="Name">Such as <c>table-5</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Scale">The scale it ran at: what was reduced, and why the question survives.</param>
/// <param name="Cells">Its cells, row by row, those that the scale leaves out included.</param>
/// <param name="Claims">The claims, cell by cell.</param>
public sealed record ReproducedTable(
    string Name, string Title, ReproductionScale Scale, IReadOnlyList<ReproducedCell> Cells, IReadOnlyList<ReproducedClaim> Claims)
{
    /// <summary>How many claims came to a verdict.</summary>
    public int CountOf(Verdict verdict) => Claims.Count(claim => claim.Verdict == verdict);

    /// <summary>What is known of the printed values.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the runs of its cells were computed on, each kind once.</summary>
    public IReadOnlyList<RunOrigin> Origins { get; init; } = [];

    /// <summary>The table of runs that have finished.</summary>
    /// <param name="reproduction">The reproduction.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="runs">Its runs, those of a cell together under the name of the cell.</param>
    /// <param name="names">The names that recipes may use.</param>
    /// <param name="measurements">Measures figures that runs did not measure themselves.</param>
    /// <exception cref="RunFolderException">A run does not have a figure that a cell needs.</exception>
    public static ReproducedTable Of(
        Reproduction reproduction, ReproductionScale scale, IReadOnlyList<RunGroup> runs, RecipeNames names, IRunMeasurements measurements)
    {
        Dictionary<string, RunGroup> groups = runs.ToDictionary(group => group.Name);
        CellFigures figures = new(measurements);
        List<ReproducedCell> cells = [];
        foreach ((ReproductionCell cell, string name) in reproduction.Groups(names).Where(pair => pair.Cell.Quantity != "p"))
        {
            RunGroup? group = groups.GetValueOrDefault(name);
            IReadOnlyList<double> values = group is null ? [] : figures.Of(cell, group.Runs);
            bool apart = group is not null && values.Count == group.Runs.Count;
            cells.Add(new(
                cell, values, values.Count == 0 ? []
                    : [.. group!.Runs.Select(run => Path.GetFileName(run.Folder))], group?.Unfinished ?? 0)
            {
                Seeds = apart ? [.. group!.Runs.Select(run => run.Summary.Seed)] : [],
            });
        }

        ReproducedCell[] all = [.. reproduction.Cells.Select(
            cell => cell.Quantity == "p" ? Significance(cell, cells) : cells.First(one => ReferenceEquals(one.Cell, cell)))];
        Dictionary<ReproductionCell, ReproducedCell> measured = new(ReferenceEqualityComparer.Instance);
        foreach (ReproducedCell cell in all) measured[cell.Cell] = cell;
        return new(
            reproduction.Name,
            reproduction.Title,
            scale,
            all,
            [.. reproduction.Claims.SelectMany(claim =>
                claim.Pairs(reproduction.Cells).Select(pair => ReproducedClaim.Of(claim, measured[pair.First], measured[pair.Than])))])
        {
            Notes = reproduction.Notes,
            Origins = RunOrigin.Of(runs.SelectMany(group => group.Runs)),
        };
    }

    /// <summary>The P-value of a method alone against the same method superposed, in the same column.</summary>
    internal static ReproducedCell Significance(ReproductionCell cell, IReadOnlyList<ReproducedCell> cells)
    {
        ReproducedCell Group(string system) =>
            cells.First(one => one.Cell.Column == cell.Column && one.Cell.Method == cell.Method && one.Cell.System == system);
        ReproducedCell alone = Group("alone"), superposed = Group("superposed");
        bool measured = alone.Values.Count > 0 && superposed.Values.Count > 0;
        return new(
            cell,
            measured ? [KolmogorovSmirnov.Test(alone.Values, superposed.Values).P] : [],
            measured ? [.. alone.Runs, .. superposed.Runs] : [],
            alone.Unfinished + superposed.Unfinished);
    }
}
