using System.Text.Json.Serialization;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>Runs that a scale does together.</summary>
/// <param name="Only">Names of values of axes: the runs that have all of them.</param>
/// <param name="Seeds">Their seeds; null for those of the scale.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ScaleBlock(IReadOnlyList<string> Only, IReadOnlyList<ulong>? Seeds = null)
{
    /// <summary>The runs of the blocks, block by block, within a block seed by seed: what is compared is done together.</summary>
    /// <param name="blocks">The blocks; a run of several belongs to the first.</param>
    /// <param name="runs">The runs to choose from.</param>
    /// <param name="seeds">Seeds of blocks that name none.</param>
    /// <exception cref="InvalidDataException">A block has no run.</exception>
    public static IEnumerable<SweepRun> Of(IReadOnlyList<ScaleBlock> blocks, IReadOnlyList<SweepRun> runs, IReadOnlyList<ulong> seeds) =>
        blocks.SelectMany(block => block.Of(runs, block.Seeds ?? seeds)).DistinctBy(run => run.Name);

    private IEnumerable<SweepRun> Of(IReadOnlyList<SweepRun> runs, IReadOnlyList<ulong> seeds)
    {
        SweepRun[] chosen = [.. runs.Where(run => Only.All(run.Cell.Contains))];
        if (chosen.Length == 0) throw new InvalidDataException($"no run has {string.Join(", ", Only)}");
        return seeds.SelectMany(seed => chosen.Where(run => run.Seed == seed));
    }
}
