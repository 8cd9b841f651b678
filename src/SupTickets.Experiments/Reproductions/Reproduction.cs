using System.Text.Json.Nodes;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A reproducible table or figure of the paper: its cells, a sweep with the runs for them, and the paper's claims.</summary>
/// <param name="Name">Such as <c>table-5</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Cells">Its cells, row by row.</param>
/// <param name="Claims">What is compared.</param>
/// <param name="Scales">The sizes at which it runs.</param>
public sealed record Reproduction(
    string Name, string Title, IReadOnlyList<ReproductionCell> Cells, IReadOnlyList<ReproductionClaim> Claims,
    IReadOnlyList<ReproductionScale> Scales)
{
    /// <summary>What is known of the printed values, for whoever compares with them.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The grids of its sweep, as in a sweep's file, at the scale of the paper.</summary>
    internal IReadOnlyList<JsonObject> Grids { get; init; } = [];

    /// <summary>The scale of that name.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public ReproductionScale Scale(string name) =>
        Scales.FirstOrDefault(scale => scale.Name == name) ?? throw new UnknownNameException(
            "scale", name, Scales.Select(scale => scale.Name));

    /// <summary>Its sweep.</summary>
    /// <param name="scale">The size.</param>
    /// <param name="seeds">Seeds instead of the scale's; null for those.</param>
    /// <param name="edits">Further changes for every run: a folder of data, threads.</param>
    /// <param name="names">The names that recipes may use.</param>
    /// <exception cref="SweepException">A recipe is wrong; all errors are listed.</exception>
    public Sweep SweepAt(ReproductionScale scale, IReadOnlyList<ulong>? seeds, IReadOnlyList<RecipeEdit> edits, RecipeNames names)
    {
        IReadOnlyList<ScaleBlock> order = seeds is null ? scale.Order : [.. scale.Order.Select(block => block with { Seeds = seeds })];
        IEnumerable<ulong> all = order.Count == 0 ? seeds ?? scale.Seeds : order.SelectMany(block => block.Seeds ?? scale.Seeds).Distinct();
        List<SweepRun> runs = [];
        foreach (JsonObject grid in Grids.Select(scale.Of).OfType<JsonObject>())
        {
            grid["name"] = Name;
            grid["seeds"] = new JsonArray([.. all.Select(seed => (JsonNode)seed)]);
            runs.AddRange(SweepFile.Parse(Name, grid.ToJsonString(), edits, names).Runs);
        }

        if (order.Count > 0) runs = [.. ScaleBlock.Of(order, runs, scale.Seeds)];
        return new($"{Name}-{scale.Name}", [.. runs.Select((run, index) => run with { Index = index })]);
    }

    /// <summary>For each cell its group of runs: those whose recipe, at the scale of the paper, is the cell's.</summary>
    /// <param name="names">The names that recipes may use.</param>
    /// <exception cref="InvalidDataException">A cell has no runs, or those of several groups.</exception>
    internal IReadOnlyList<(ReproductionCell Cell, string Group)> Groups(RecipeNames names)
    {
        SweepRun[] runs = [.. SweepAt(Scale("paper"), [0], [], names).Runs];
        return [.. Cells.Select(cell => (cell, GroupOf(cell, runs)))];
    }

    private string GroupOf(ReproductionCell cell, SweepRun[] runs)
    {
        string[] groups = [.. runs.Where(run => PaperSystems.Measures(cell, run.Recipe)).Select(run => run.Group)];
        return groups is [var only]
            ? only
            : throw new InvalidDataException($"{Name}: row '{cell.Row}', column '{cell.Column}' is measured by "
                + $"{(groups.Length == 0 ? "no run" : string.Join(", ", groups))}, not by one group");
    }
}
