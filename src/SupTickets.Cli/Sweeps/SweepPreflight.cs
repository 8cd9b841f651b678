using SupTickets.Cli.Commands;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Sweeps;

/// <summary>
/// Checks, before a sweep makes or writes anything, that the remaining runs have their data and their device. Otherwise each would fail in
/// the same way.
/// </summary>
internal static class SweepPreflight
{
    /// <summary>Requires that the runs can start.</summary>
    /// <param name="runs">The runs that may be done.</param>
    /// <param name="folder">The folder of the sweep, whose finished runs need nothing; null where there is none yet.</param>
    /// <exception cref="DataException">Data is not there.</exception>
    /// <exception cref="RequestException">This machine does not have a device.</exception>
    public static void Require(IEnumerable<SweepRun> runs, string? folder)
    {
        SweepFolder? begun = folder is not null && SweepFolder.IsSweep(folder) ? SweepFolder.Open(folder) : null;
        Recipe[] left = [.. runs.Where(run => begun?.StateOf(run) != SweepRunState.Finished).Select(run => run.Recipe)];
        foreach (string device in left.Select(recipe => recipe.Device).Distinct()) HardwareOptions.Require(device);
        foreach (DataOptions data in left.Select(recipe => recipe.Data).DistinctBy(data => (data.Name, data.Folder)))
            DataSets.FilesOf(data);
    }
}
