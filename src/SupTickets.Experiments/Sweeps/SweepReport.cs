using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Collects the data for the report of a sweep from its folder.</summary>
public static class SweepReport
{
    /// <summary>The sweep as it stands now.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="page">Where its report will be, from where those of the runs are linked.</param>
    /// <exception cref="InvalidDataException">The figures or the failure of a run are damaged.</exception>
    public static SweepRecord Of(SweepFolder folder, string page)
    {
        string from = Path.GetDirectoryName(Path.GetFullPath(page))!;
        return new(
            folder.Sweep.Name,
            [
                .. folder.Sweep.Runs.GroupBy(run => run.Group)
                    .Select(cell => new SweepGroup(cell.Key, [.. cell.Select(run => Entry(folder, run, from))])),
            ])
        {
            Folder = Path.GetFullPath(folder.Path),
        };
    }

    private static SweepEntry Entry(SweepFolder folder, SweepRun run, string from)
    {
        SweepRunState state = folder.StateOf(run);
        string path = folder.FolderOf(run), report = Path.Combine(path, RunFolder.ReportName);
        return new(
            run.Name,
            run.Recipe,
            state == SweepRunState.Finished ? RunFolder.Open(path).ReadMetrics() : null,
            state switch
            {
                SweepRunState.Finished => null,
                SweepRunState.Failed => $"failed: {folder.FailureOf(run)?.Words}",
                SweepRunState.Unfinished => "not finished",
                _ => "not started",
            },
            File.Exists(report) ? Link(Path.GetRelativePath(from, report)) : null)
        {
            HasFailed = state == SweepRunState.Failed,
        };
    }

    // As a URL: characters with a meaning there are escaped in each part.
    private static string Link(string path) => string.Join('/', path.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
}
