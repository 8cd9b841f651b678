using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Cli.Sweeps;

/// <summary>
/// Runs the rest of a sweep in this process, one run after the other: for runs so short that a process for each would cost more.
/// </summary>
/// <param name="folder">The sweep.</param>
/// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
/// <param name="retryFailed">Whether failed runs are tried again.</param>
/// <param name="costs">
/// The costs by which a run that starts now chooses its engines; the callback is called for costs that do not hold here.
/// </param>
/// <param name="chosen">The runs that are to be done; null for all.</param>
/// <param name="finished">Told of each run that has finished; null where nobody asks.</param>
internal sealed class LocalSession(
    SweepFolder folder, int threads, bool retryFailed, Func<Action<IEnumerable<string>>, EngineCosts> costs,
    IReadOnlyList<SweepRun>? chosen = null, Action<SweepRun, IProgressView>? finished = null)
{
    private readonly HashSet<string> told = [];
    private readonly SweepQueue queue = new(folder.Sweep, folder.StateOf, retryFailed, chosen);
    private readonly int all = (chosen ?? folder.Sweep.Runs).Count;

    /// <summary>Returns when no run is left that can start. A failed run is recorded, and the others go on.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; the run that was going on has a checkpoint.</exception>
    public void Run(IProgressView view, CancellationToken cancel)
    {
        TorchLibrary.Load();
        while (queue.Take() is { } run)
        {
            cancel.ThrowIfCancellationRequested();
            // Read again for each run: a check that failed in one changes how libtorch computes in the next, as it would in a process of
            // its own.
            SweepRunState state = Do(run, costs(warnings => Warn(view, string.Join("; ", warnings))), view, cancel);
            queue.Tell(run, state);
            if (state == SweepRunState.Finished) finished?.Invoke(run, view);
        }
    }

    private void Warn(IProgressView view, string warning)
    {
        if (told.Add(warning)) view.Say($"warning: {warning}");
    }

    private SweepRunState Do(SweepRun run, EngineCosts engineCosts, IProgressView view, CancellationToken cancel)
    {
        try
        {
            RunShare share = new(view, run.Name, all - queue.Left - 1, all);
            SweepRunner.Run(folder, run, threads, engineCosts, [share], cancel);
            return SweepRunState.Finished;
        }
        catch (Exception error) when (error is not OperationCanceledException and not RunBusyException)
        {
            view.Say($"failed    {run.Name}: {error.Message}");
            return SweepRunState.Failed;
        }
    }

    /// <summary>Shows the progress of one of several runs.</summary>
    private sealed class RunShare(IProgressView view, string name, int before, int runs) : ITrainingObserver
    {
        private long total = 1;

        public void On(TrainingEvent happened)
        {
            if (happened is RunStarted started) total = started.TotalSteps;
            if (happened is RunStarted or StepFinished) view.Show(
                (before + (double)happened.Step / total) / runs,
                $"run {before + 1} of {runs}: {name}, step {Figures.Count(happened.Step)} of {Figures.Count(total)}");
        }
    }
}
