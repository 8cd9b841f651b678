using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>compare</c>: groups of runs beside one another.</summary>
internal static class CompareCommand
{
    private const int MostKeys = 6;

    public static Command Create(Terminal terminal)
    {
        Argument<string[]> groups = new("A")
        {
            Description = "Run folders or a quoted pattern of them: a group for each recipe among them; or the folder of a sweep, each "
                + "cell of its grid a group of its seeds",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string[]> to = new("--to")
        {
            Description = "What to compare with: run folders or a pattern, or the name of one of the groups",
            HelpName = "B...",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> metric = new("--metric")
        {
            Description = $"Which figure: {string.Join(", ", RunFigure.Metrics)}",
            HelpName = "NAME",
            DefaultValueFactory = _ => "top1",
        };
        Option<string> of = new("--of")
        {
            Description = "Figure of what: result (the superposed ticket if there is one, else the network), superposed, tickets (their "
                + "mean), ensemble, network",
            HelpName = "PART",
            DefaultValueFactory = _ => "result",
        };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "compare",
            "Compare groups of runs that differ by their seed: mean, standard deviation (n - 1), difference, and the exact two-sample "
            + "Kolmogorov-Smirnov test.",
            "suptickets compare runs/grid",
            "suptickets compare runs/grid --to set--0.95",
            "suptickets compare 'runs/grid/runs/rigl--0.95--*' --to 'runs/grid/runs/set--0.95--*' --metric nll",
            "suptickets compare runs/grid --to set--0.95 --of ensemble --json")
        {
            groups,
            to,
            metric,
            of,
            json,
        };
        command.SetAction(request => Run(
            terminal, request.GetRequiredValue(groups), request.GetValue(to) ?? [],
            new(request.GetRequiredValue(metric), request.GetRequiredValue(of)), request.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, string[] others, RunFigure figure, bool json)
    {
        IReadOnlyList<RunGroup> all = RunGroups.Of(paths);
        RunGroup? to = others.Length == 0 ? null : Base(all, others);
        if (all.All(group => group.Runs.Count == 0))
            throw new RequestException($"A: got {string.Join(", ", paths)}, where no run has finished; allowed: groups with finished runs");
        // A group is not compared with itself.
        GroupComparison[] comparisons = to is null ? []
            : [.. all.Where(group => group.Runs.Count > 0 && !IsSame(group, to)).Select(group => GroupComparison.Of(group, to, figure))];
        IReadOnlyList<RunGroup> shown = to is null || all.Any(group => IsSame(group, to)) ? all : [.. all, to];
        if (json)
        {
            terminal.WriteJson(new
            {
                figure.Metric,
                of = figure.Source,
                groups = shown.Select(group => GroupRows.Json(group, figure)),
                comparisons = comparisons.Select(
                    found => new { found.Group, found.To, found.Difference, found.Test.D, found.Test.P, found.SmallestP }),
            });
        }
        else
        {
            terminal.WriteTable(GroupRows.Columns(figure, to), shown.Where(group => group.Runs.Count > 0).Select(group => GroupRows.Of(
                group, figure, comparisons.FirstOrDefault(found => found.Group == group.Name && !IsSame(group, to)), to is not null)));
        }

        TextWriter notes = json ? terminal.Error : terminal.Out;
        foreach (string note in Notes(shown, comparisons, to)) notes.WriteLine(note);
        return ExitCode.Done;
    }

    private static RunGroup Base(IReadOnlyList<RunGroup> groups, string[] others)
    {
        if (others is [var name] && groups.FirstOrDefault(group => group.Name == name) is { } named) return named;
        if (others is [var path] && !Path.Exists(path) && path.IndexOfAny(['*', '?']) < 0)
        {
            string[] names = [.. groups.Select(group => group.Name)];
            throw new RequestException(
                $"--to: got '{path}', which is no folder and no group; groups: {string.Join(", ", names)}{NearestName.Hint(path, names)}");
        }

        IReadOnlyList<RunGroup> found = RunGroups.Of(others);
        if (found is [var only]) return only;
        string difference = found.FirstOrDefault(group => group.Settings.Count > 0) is { } group ? $", that differ in {Keys(group)}" : "";
        throw new RequestException(
            $"--to: got {string.Join(", ", others)}, which is {found.Count} groups{difference}; allowed: one group, "
            + "such as sweep/runs/rigl--0.95--* or the name of a group");
    }

    private static bool IsSame(RunGroup group, RunGroup? other) =>
        other is not null && group.Runs.Select(run => run.Folder).ToHashSet().SetEquals(other.Runs.Select(run => run.Folder));

    private static string Keys(RunGroup group) =>
        group.Settings.Count <= MostKeys
            ? string.Join(", ", group.Settings.Keys)
            : $"{string.Join(", ", group.Settings.Keys.Take(MostKeys))} and {group.Settings.Count - MostKeys} more";

    private static IEnumerable<string> Notes(IEnumerable<RunGroup> groups, IEnumerable<GroupComparison> comparisons, RunGroup? to)
    {
        if (groups.FirstOrDefault(group => group.Settings.Count > 0) is { } told)
            yield return $"the runs have several recipes, that differ in {Keys(told)}: each is a group of its own";
        foreach (RunGroup group in groups.Where(group => group.Unfinished > 0))
        {
            string all = Counted.Of(group.Unfinished + group.Runs.Count, "run");
            yield return $"{group.Name}: {group.Unfinished} of {all} {(group.Unfinished == 1 ? "has" : "have")} not finished";
        }

        foreach (double smallest in comparisons.Select(found => found.SmallestP).Where(p => p >= 0.05).Distinct())
            yield return $"groups of these sizes cannot give a p below {Figures.Real(smallest)}: too few runs for any difference to be "
                + "significant at 0.05";
        if (to is not null) yield return $"differences are to {to.Name}; p is that of the exact two-sample Kolmogorov-Smirnov test";
    }
}
