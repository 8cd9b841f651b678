using SupTickets.Storage;

namespace SupTickets.Experiments.Runs;

/// <summary>What a process that was killed, or gave its run up, left in a run folder: files of no run, and temporary files.</summary>
/// <param name="folder">The run folder.</param>
internal sealed class RunLeftovers(RunFolder folder)
{
    /// <summary>Whether the folder holds some of the files that a run writes before its recipe, and nothing else.</summary>
    internal bool AreAll => Directory.Exists(folder.Path) && Entries().Any() && Entries().All(IsBeginning);

    /// <summary>Whether the folder can be taken for a new run: it holds nothing else.</summary>
    internal bool LeaveRoom => !File.Exists(folder.Path) && (!Directory.Exists(folder.Path) || Entries().All(IsBeginning));

    /// <summary>Removes all files of a run that was given up.</summary>
    internal void Remove()
    {
        foreach (string inner in new[] { folder.Tickets, folder.TensorBoard })
        {
            if (Directory.Exists(inner)) Directory.Delete(inner, recursive: true);
        }

        // The last ones in the reverse order of writing: wherever this is interrupted, it leaves a run or a beginning of one.
        foreach (string written in new[] { folder.Events, folder.Report, folder.Recipe, folder.Data, folder.EngineCosts })
            File.Delete(written);
        RemoveTemporaryFiles();
    }

    /// <summary>Removes the temporary files that a killed process left.</summary>
    internal void RemoveTemporaryFiles()
    {
        TemporaryFiles.Remove(folder.Path, IsOurs, TimeSpan.Zero);
        TemporaryFiles.Remove(folder.Tickets, target => target.StartsWith("cycle-", StringComparison.Ordinal), TimeSpan.Zero);
    }

    // Files that the process with the claim writes. Another process may be writing the report; that file is locked then.
    private static bool IsOurs(string name) =>
        name is "recipe.json"
            or "data.json"
            or "engine-costs.json"
            or "checkpoint.safetensors"
            or "ticket.safetensors"
            or "metrics.json"
            or RunFolder.ReportName;

    // Files that may lie in a folder whose run has no recipe yet.
    private bool IsBeginning(string entry)
    {
        if (entry == folder.Tickets) return Directory.Exists(entry) && !Directory.EnumerateFileSystemEntries(entry).Any();
        if (!File.Exists(entry)) return false;
        return entry == folder.Lock || entry == folder.EngineCosts || entry == folder.Data
            || (TemporaryFiles.TargetOf(Path.GetFileName(entry)) is { } target && IsOurs(target));
    }

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(folder.Path);
}
