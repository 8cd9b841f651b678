using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments;

/// <summary>
/// Runs one run of a sweep in this process. (Threads and random numbers of libtorch belong to the process: parallel runs need a process
/// each.)
/// </summary>
public static class SweepRunner
{
    /// <summary>
    /// Claims a folder for a sweep, or goes on with the same sweep there. If its data was moved, the data is checked, and the new place is
    /// written down, also in the recipes of the runs that have begun. If the check fails, nothing is changed.
    /// </summary>
    /// <exception cref="RunFolderException">The folder holds another sweep or something else.</exception>
    /// <exception cref="DataException">The data is not that with which a run of the sweep began, or cannot be opened.</exception>
    /// <exception cref="RunBusyException">Another process is working on a run whose data was moved.</exception>
    public static SweepFolder Take(string path, Sweep sweep) => Take(path, sweep, () => { }, CancellationToken.None);

    /// <summary>As the other. It can be stopped while it checks moved data, or while it waits for another process that does.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="waits">
    /// Called once if another process holds the folder. That process may be checking whole data sets; this one waits until it ends.
    /// </param>
    /// <param name="cancel">Stops it, before anything is changed.</param>
    /// <inheritdoc cref="Take(string, Sweep)"/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SweepFolder Take(string path, Sweep sweep, Action waits, CancellationToken cancel)
    {
        SweepFolder folder = SweepFolder.Create(path, sweep);
        IReadOnlyCollection<string> inFolders = RecipeTables.Names.DataSetsInFolders;
        return folder.Sweep.HasItsDataWhere(sweep, inFolders)
            ? folder
            : folder.Move(sweep, inFolders, there => MovedData.Of(there, sweep, cancel), waits, cancel);
    }

    /// <summary>Starts the run, or goes on from its last checkpoint. A finished run is only read; a failed one is tried again.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="run">The run.</param>
    /// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
    /// <param name="costs">The costs by which a new run chooses its engines.</param>
    /// <param name="observers">Told what happens, besides the run's own logs.</param>
    /// <param name="cancel">Finishes the step, writes a checkpoint and ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="RunFolderException">A run that it needs has not finished.</exception>
    /// <exception cref="RunBusyException">Another process is working on the run.</exception>
    /// <remarks>Any other error is recorded in the run's folder before it is thrown.</remarks>
    public static RunSummary Run(
        SweepFolder folder, SweepRun run, int threads, EngineCosts costs, IReadOnlyList<ITrainingObserver> observers,
        CancellationToken cancel)
    {
        folder.RequireNeeds(run);
        string path = folder.FolderOf(run);
        if (folder.StateOf(run) == SweepRunState.Finished) return RunFolder.Open(path).ReadMetrics();
        using IDisposable claim = folder.Claim(run);
        try
        {
            folder.Clear(run);
            return folder.StateOf(run) == SweepRunState.Waiting
                ? Experiment.Train(folder.RecipeOf(run, threads), path, costs, observers, cancel)
                : Experiment.Resume(path, observers, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException and not RunBusyException)
        {
            folder.RecordFailure(run, RunFailure.Of(error, TimeProvider.System.GetUtcNow()));
            throw;
        }
    }
}
