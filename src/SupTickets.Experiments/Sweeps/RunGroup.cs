using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Runs that differ by their seed alone, so that their figures have a mean and a spread.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Runs">Those that have finished.</param>
/// <param name="Unfinished">How many have not.</param>
public sealed record RunGroup(string Name, IReadOnlyList<GroupedRun> Runs, int Unfinished)
{
    /// <summary>
    /// Keys of the recipe, and their values here, that tell the group from others that were asked for as one; empty where that was one
    /// recipe.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>A figure of each run.</summary>
    /// <exception cref="RunFolderException">No run has finished, or one does not have the figure.</exception>
    public IReadOnlyList<double> Figures(RunFigure figure) => Runs.Count > 0
        ? [.. Runs.Select(figure.Of)]
        : throw new RunFolderException($"'{Name}' has no run that has finished, so there is nothing to compare");
}
