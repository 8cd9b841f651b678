using SupTickets.Experiments.Runs;
using SupTickets.Values;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>Command lines that resume a run, repeat it or examine it.</summary>
internal static class Commands
{
    private const string Tool = "suptickets";

    /// <summary>Goes on with an unfinished run.</summary>
    public static string Resume(RunRecord run) => $"{Tool} resume {Place(run.Folder)}";

    /// <summary>Goes on with an unfinished sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="failed">Whether some of its runs have failed.</param>
    public static string Resume(SweepRecord sweep, bool failed) =>
        $"{Tool} sweep {Place(sweep.Folder)}{(failed ? " --retry-failed" : string.Empty)}";

    /// <summary>Runs the same recipe in another folder.</summary>
    public static string Repeat(RunRecord run) => $"{Tool} train {Place(run.Folder, "/recipe.json")} --out {Place(run.Folder, "-again")}";

    /// <summary>Compares the groups of a sweep.</summary>
    public static string Compare(SweepRecord sweep) => $"{Tool} compare {Place(sweep.Folder)}";

    /// <summary>Measures the ticket of a run.</summary>
    public static string Evaluate(RunRecord run) => $"{Tool} eval {Place(run.Folder)}";

    // If the folder is unknown here, the reader knows it: the page lies in it.
    private static string Place(string? folder, string end = "") =>
        ShellWord.Of((folder is null ? "FOLDER" : Path.TrimEndingDirectorySeparator(folder)) + end);
}
