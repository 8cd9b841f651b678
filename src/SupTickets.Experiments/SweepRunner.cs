using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments;

/// <summary>
/// Runs one run of a sweep in this process. (Threads and random numbers of libtorch are the process's: runs beside one another need a
/// process each.)
/// </summary>
public static class SweepRunner
{
    /// <summary>
    /// Takes a folder for a sweep, or goes on with the same sweep there. Where its data lies elsewhere now, that is written down, in the
    /// recipes of the runs that have begun too, when it has been found to be the same data; nothing is changed otherwise.
    /// </summary>
    /// <exception cref="RunFolderException">The folder holds another sweep or something else.</exception>
    /// <exception cref="DataException">The data is not that with which a run of the sweep began, or cannot be opened.</exception>
    /// <exception cref="RunBusyException">Another process is working on a run whose data was moved.</exception>
    public static SweepFolder Take(string path, Sweep sweep) => Take(path, sweep, () => { }, CancellationToken.None);

    /// <summary>As the other, and can be stopped while it looks at moved data, or waits for another process that does.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="waits">
    /// Told once, where another process has the folder. It may look at whole data sets; this one waits till it ends.
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

    /// <summary>
    /// Starts the run, or goes on with it from its last checkpoint; a finished run is only read, a failed one tried again.
    /// </summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="run">The run.</param>
    /// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
    /// <param name="costs">By what a run that starts chooses its engines.</param>
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
