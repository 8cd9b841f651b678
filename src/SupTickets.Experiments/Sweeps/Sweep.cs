namespace SupTickets.Experiments.Sweeps;

/// <summary>A grid of changes to a recipe times seeds, written out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Runs">Its runs by index: the last axis changes faster than the first, seeds change fastest.</param>
public sealed record Sweep(string Name, IReadOnlyList<SweepRun> Runs)
{
    /// <summary>The run of that name.</summary>
    public SweepRun this[string name] => Runs.First(run => run.Name == name);

    /// <summary>The same sweep with its data at another place.</summary>
    /// <param name="folder">Where the data of every run lies.</param>
    /// <param name="inFolders">The names of the data sets that lie in folders; runs of others stay as they are.</param>
    public Sweep WithDataIn(string folder, IReadOnlyCollection<string> inFolders) => this with
    {
        Runs =
        [
            .. Runs.Select(run => inFolders.Contains(run.Recipe.Data.Name)
                ? run with { Recipe = run.Recipe with { Data = run.Recipe.Data with { Folder = folder } } }
                : run),
        ],
    };

    /// <summary>Whether the data of every run lies where it does in another sweep of the same runs.</summary>
    /// <param name="other">The other sweep.</param>
    /// <param name="inFolders">The names of the data sets that lie in folders; what other data has for one says nothing.</param>
    internal bool HasItsDataWhere(Sweep other, IReadOnlyCollection<string> inFolders) =>
        Runs.Zip(other.Runs).All(pair => !inFolders.Contains(pair.First.Recipe.Data.Name) || PlaceOf(pair.First) == PlaceOf(pair.Second));

    private static string? PlaceOf(SweepRun run) => run.Recipe.Data.Folder is { } folder ? Path.GetFullPath(folder) : null;
}
