using SupTickets.Cli.Output;
using SupTickets.Layers;
using SupTickets.Reports;
using SupTickets.Sweeps;
using SupTickets.Training;

namespace SupTickets.Cli.Sweeps;

/// <summary>Does what is left of a sweep in this process, one run after the other: for runs so short that a process each would cost more than they do.</summary>
/// <param name="folder">The sweep.</param>
/// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
/// <param name="retryFailed">Whether failed runs are tried again.</param>
internal sealed class LocalSession(SweepFolder folder, int threads, bool retryFailed)
{
    private readonly SweepQueue queue = new(folder.Sweep, folder.StateOf, retryFailed);

    /// <summary>Returns when nothing is left that can be done; a run that fails is recorded, and the others go on.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; the run that was going on has a checkpoint.</exception>
    public void Run(IProgressView view, CancellationToken cancel)
    {
        TorchLibrary.Load();
        EngineCosts costs = EngineCostsFile.Current(warnings => view.Say($"warning: {string.Join("; ", warnings)}"));
        while (queue.Take() is { } run)
        {
            cancel.ThrowIfCancellationRequested();
            queue.Tell(run, Do(run, costs, view, cancel));
        }
    }

    private SweepRunState Do(SweepRun run, EngineCosts costs, IProgressView view, CancellationToken cancel)
    {
        try
        {
            SweepRunner.Run(folder, run, threads, costs, [new RunShare(view, run.Name, folder.Sweep.Runs.Count - queue.Left - 1, folder.Sweep.Runs.Count)], cancel);
            return SweepRunState.Finished;
        }
        catch (Exception error) when (error is not OperationCanceledException and not RunBusyException)
        {
            view.Say($"failed    {run.Name}: {error.Message}");
            return SweepRunState.Failed;
        }
    }

    /// <summary>Shows how far one of several runs is.</summary>
    private sealed class RunShare(IProgressView view, string name, int before, int runs) : ITrainingObserver
    {
        private long total = 1;

        public void On(TrainingEvent happened)
        {
            if (happened is RunStarted started) total = started.TotalSteps;
            if (happened is RunStarted or StepFinished) view.Show((before + (double)happened.Step / total) / runs, $"run {before + 1} of {runs}: {name}, step {Figures.Count(happened.Step)} of {Figures.Count(total)}");
        }
    }
}
