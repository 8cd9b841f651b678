namespace SupTickets.Experiments.Sweeps;

/// <summary>
/// Chooses the next run of a sweep: by index, failed ones only on request, none before the runs that it needs have finished.
/// </summary>
public sealed class SweepQueue
{
    private readonly Sweep sweep;
    private readonly Dictionary<string, SweepRunState> states;
    private readonly List<SweepRun> open;

    /// <summary>A queue of the remaining runs.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="stateOf">The present state of each run.</param>
    /// <param name="retryFailed">Whether failed runs are tried again.</param>
    /// <param name="chosen">The runs that are to be done; null for all.</param>
    public SweepQueue(Sweep sweep, Func<SweepRun, SweepRunState> stateOf, bool retryFailed, IReadOnlyList<SweepRun>? chosen = null)
    {
        this.sweep = sweep;
        states = sweep.Runs.ToDictionary(run => run.Name, stateOf);
        open = [.. (chosen ?? sweep.Runs).Where(
            run => states[run.Name] is not SweepRunState.Finished && (retryFailed || states[run.Name] is not SweepRunState.Failed))];
    }

    /// <summary>How many runs have not been taken yet, including those that need a failed run.</summary>
    public int Left => open.Count;

    /// <summary>The next run that can start, which is taken; null where there is none now.</summary>
    public SweepRun? Take()
    {
        SweepRun? next = open.Find(run => run.Needs.All(name => states[name] == SweepRunState.Finished));
        if (next is not null) open.Remove(next);
        return next;
    }

    /// <summary>Returns a taken run to the end of the queue.</summary>
    public void Return(SweepRun run) => open.Add(run);

    /// <summary>Sets the state of a taken run, so that runs that need it can start.</summary>
    public void Tell(SweepRun run, SweepRunState state) => states[run.Name] = state;

    /// <summary>The state of a run as last set.</summary>
    public SweepRunState StateOf(SweepRun run) => states[run.Name];

    /// <summary>The runs a run needs that have not finished.</summary>
    public IReadOnlyList<SweepRun> Missing(SweepRun run) =>
        [.. run.Needs.Where(name => states[name] != SweepRunState.Finished).Select(name => sweep[name])];
}
