using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Gathers the results of runs into groups.</summary>
public static class RunGroups
{
    private const int MostKeys = 4;

    /// <summary>The groups of a sweep, one for each cell of its grid, in the order of its runs.</summary>
    public static IReadOnlyList<RunGroup> Of(SweepFolder sweep) =>
        [.. sweep.Sweep.Runs.GroupBy(run => run.Group).Select(cell => Gather(cell.Key, [.. cell.Select(sweep.FolderOf)]))];

    /// <summary>
    /// The groups that paths name: each folder of a sweep stands for all its groups; run folders, and those that match a pattern such as
    /// <c>sweep/runs/rigl--0.95--*</c>, are one group together, or one for each recipe where they have several: figures of different
    /// recipes have no common mean.
    /// </summary>
    /// <exception cref="RunFolderException">A path names no run and no sweep.</exception>
    /// <exception cref="InvalidDataException">A recipe or a run's figures are damaged.</exception>
    public static IReadOnlyList<RunGroup> Of(IReadOnlyList<string> paths)
    {
        string[] sweeps = [.. paths.Where(SweepFolder.IsSweep)], others = [.. paths.Except(sweeps)];
        List<RunGroup> groups = [.. sweeps.SelectMany(path => Of(SweepFolder.Open(path)))];
        if (others.Length > 0)
        {
            string[] folders = [.. others.SelectMany(Folders).Distinct()];
            groups.AddRange(ByRecipe(NameOf(others, folders), folders));
        }

        return groups;
    }

    private static IEnumerable<RunGroup> ByRecipe(string name, string[] folders)
    {
        IReadOnlyList<(IReadOnlyDictionary<string, string> Settings, string[] Folders)> variants = RecipeVariants.Of(folders);
        if (variants.Count < 2) return [Gather(name, folders)];
        string[] unknown = [.. folders.Except(variants.SelectMany(variant => variant.Folders))];
        IEnumerable<RunGroup> groups = variants.Select(
            variant => Gather(NameOf(variant.Settings), variant.Folders) with { Settings = variant.Settings });
        return unknown.Length == 0 ? groups : groups.Append(Gather("without a recipe", unknown));
    }

    // All of the keys where they are few: a name is also what is typed after --to.
    private static string NameOf(IReadOnlyDictionary<string, string> settings)
    {
        string[] pairs = [.. settings.Select(setting => $"{setting.Key}={setting.Value}")];
        return pairs.Length <= MostKeys ? string.Join(", ", pairs)
            : $"{string.Join(", ", pairs.Take(MostKeys))}, {pairs.Length - MostKeys} more";
    }

    private static IEnumerable<string> Folders(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new RunFolderException(
                $"'{path}' names no folder: name that of a run or of a sweep, or a pattern of run folders such as "
                + "sweep/runs/rigl--0.95--*");
        }

        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), pattern = Path.GetFileName(full),
            parent = Path.GetDirectoryName(full) ?? full;
        if (pattern.IndexOfAny(['*', '?']) < 0 || Directory.Exists(full))
        {
            // A run of a sweep that has not begun, or failed before its first step, is an unfinished run and no mistake.
            bool isRun = File.Exists(Path.Combine(full, "recipe.json")) || File.Exists(Path.Combine(full, "failure.json"));
            return isRun ? [full] : throw new RunFolderException($"'{path}' holds neither a run nor a sweep: name the folder of one, or a "
                + "pattern of run folders such as sweep/runs/rigl--0.95--*");
        }

        string[] found = Directory.Exists(parent) ? [.. Directory.EnumerateDirectories(parent, pattern).Order(StringComparer.Ordinal)] : [];
        return found.Length > 0 ? found : throw new RunFolderException($"'{path}' matches no folder");
    }

    // What the folders' names share when their last part, the seed in a sweep, is left out; else what was asked for.
    private static string NameOf(string[] paths, string[] folders)
    {
        string[] names = [
            .. folders.Select(folder => Path.GetFileName(folder)!).Select(name =>
                name.LastIndexOf(SweepRun.Separator, StringComparison.Ordinal) is > 0 and var end && folders.Length > 1 ? name[..end]
                    : name)
                .Distinct()];
        return names is [var only] ? only : string.Join(", ", paths);
    }

    private static RunGroup Gather(string name, string[] folders)
    {
        string[] finished = [.. folders.Where(folder => File.Exists(Path.Combine(folder, "metrics.json")))];
        return new(
            name, [.. finished.Select(folder => new GroupedRun(folder, RunFolder.Open(folder).ReadMetrics()))],
            folders.Length - finished.Length);
    }
}
