using SupTickets.Cli.Output;
using SupTickets.Layers;
using SupTickets.Reports;
using SupTickets.Sweeps;

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
        EngineCosts costs = EngineCostsFile.Current();
        while (queue.Take() is { } run)
        {
            cancel.ThrowIfCancellationRequested();
            view.Show((double)(folder.Sweep.Runs.Count - queue.Left - 1) / folder.Sweep.Runs.Count, run.Name);
            queue.Tell(run, Do(run, costs, view, cancel));
        }
    }

    private SweepRunState Do(SweepRun run, EngineCosts costs, IProgressView view, CancellationToken cancel)
    {
        try
        {
            SweepRunner.Run(folder, run, threads, costs, [], cancel);
            return SweepRunState.Finished;
        }
        catch (Exception error) when (error is not OperationCanceledException and not RunBusyException)
        {
            view.Say($"failed    {run.Name}: {error.Message}");
            return SweepRunState.Failed;
        }
    }
}
