namespace SupTickets.Experiments.Sweeps;

/// <summary>
/// Says which run of a sweep is next: by index, failed ones only on request, none before the runs it needs have finished.
/// </summary>
public sealed class SweepQueue
{
    private readonly Sweep sweep;
    private readonly Dictionary<string, SweepRunState> states;
    private readonly List<SweepRun> open;

    /// <summary>A queue of what is left to do.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="stateOf">How far each run is now.</param>
    /// <param name="retryFailed">Whether failed runs are tried again.</param>
    public SweepQueue(Sweep sweep, Func<SweepRun, SweepRunState> stateOf, bool retryFailed)
    {
        this.sweep = sweep;
        states = sweep.Runs.ToDictionary(run => run.Name, stateOf);
        open = [.. sweep.Runs.Where(
            run => states[run.Name] is not SweepRunState.Finished && (retryFailed || states[run.Name] is not SweepRunState.Failed))];
    }

    /// <summary>How many runs have not been taken yet; those that need a run which failed stay among them.</summary>
    public int Left => open.Count;

    /// <summary>The next run that can start, which is taken; null where there is none now.</summary>
    public SweepRun? Take()
    {
        SweepRun? next = open.Find(run => run.Needs.All(name => states[name] == SweepRunState.Finished));
        if (next is not null) open.Remove(next);
        return next;
    }

    /// <summary>Gives a taken run back, behind all others.</summary>
    public void Return(SweepRun run) => open.Add(run);

    /// <summary>Says how far a taken run is now, so that those which need it can start.</summary>
    public void Tell(SweepRun run, SweepRunState state) => states[run.Name] = state;

    /// <summary>How far a run is, as this queue was last told.</summary>
    public SweepRunState StateOf(SweepRun run) => states[run.Name];

    /// <summary>The runs a run needs that have not finished.</summary>
    public IReadOnlyList<SweepRun> Missing(SweepRun run) =>
        [.. run.Needs.Where(name => states[name] != SweepRunState.Finished).Select(name => sweep[name])];
}
