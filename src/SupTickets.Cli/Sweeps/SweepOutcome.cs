using SupTickets.Cli.Output;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Cli.Sweeps;

/// <summary>The end of a sweep: its groups, and every run that is not finished, with the reason.</summary>
internal static class SweepOutcome
{
    public static void Write(Terminal terminal, SweepFolder folder, SweepSession session, bool json)
    {
        RunFigure figure = new("top1", "result");
        IReadOnlyList<RunGroup> groups = RunGroups.Of(folder);
        SweepRun[] rest = [.. folder.Sweep.Runs.Where(run => session.StateOf(run) != SweepRunState.Finished)];
        if (json)
        {
            terminal.WriteJson(new
            {
                folder.Sweep.Name,
                folder = folder.Path,
                finished = folder.Sweep.Runs.Count - rest.Length,
                failed = rest.Count(run => session.StateOf(run) == SweepRunState.Failed),
                runs = folder.Sweep.Runs.Select(run =>
                    new
                    {
                        run.Index,
                        run.Name,
                        folder = folder.FolderOf(run),
                        state = Word(session.StateOf(run)),
                        reason = session.ReasonOf(
                        run)
                    }),
                groups = groups.Select(group => GroupRows.Json(group, figure)),
            });
        }
        else if (groups.Any(group => group.Runs.Count > 0))
        {
            terminal.WriteTable(GroupRows.Columns(figure, to: null), groups.Where(group => group.Runs.Count > 0)
                .Select(group => GroupRows.Of(group, figure, comparison: null, compares: false)));
        }

        foreach (SweepRun run in rest) terminal.Error.WriteLine(
            $"suptickets: {run.Name}: {Word(session.StateOf(run))}{(session.ReasonOf(run) is { } reason ? $": {reason}" : "")}");
        if (rest.Any(run => session.StateOf(run) == SweepRunState.Failed))
            terminal.Error.WriteLine($"suptickets: try again with: suptickets sweep {ShellWord.Of(folder.Path)} --retry-failed");
    }

    /// <summary>A sentence on what a stopped sweep has kept.</summary>
    public static string Saved(SweepFolder folder)
    {
        SweepRunState[] states = [.. folder.Sweep.Runs.Select(folder.StateOf)];
        int begun = states.Count(state => state == SweepRunState.Unfinished);
        return $"{states.Count(state => state == SweepRunState.Finished)} of {Counted.Of(states.Length, "run")} finished, {begun} begun "
            + $"{(begun == 1 ? "has" : "have")} a checkpoint in {folder.Path}";
    }

    private static string Word(SweepRunState state) => state.ToString().ToLowerInvariant();
}
