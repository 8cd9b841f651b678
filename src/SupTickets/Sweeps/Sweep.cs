namespace SupTickets.Sweeps;

/// <summary>A grid of changes to a recipe times seeds, written out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Runs">Its runs by index: the last axis changes faster than the first, seeds change fastest.</param>
public sealed record Sweep(string Name, IReadOnlyList<SweepRun> Runs)
{
    /// <summary>The run of that name.</summary>
    public SweepRun this[string name] => Runs.First(run => run.Name == name);
}
