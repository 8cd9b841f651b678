using SupTickets.Experiments.Recipes;

namespace SupTickets.Cli.Commands;

/// <summary>Refuses <c>--data-dir</c> with data that lies in no folder, where it would be ignored silently.</summary>
internal static class DataFolderArgument
{
    /// <summary>Refuses a folder if none of the data sets lies in one.</summary>
    /// <param name="folder">What was given; null for nothing.</param>
    /// <param name="names">The data sets in use.</param>
    /// <exception cref="RequestException">None of them lies in a folder.</exception>
    public static void Require(string? folder, params IEnumerable<string> names)
    {
        string[] used = [.. names.Distinct()];
        if (folder is null || used.Length == 0 || used.Any(RecipeTables.Names.DataSetsInFolders.Contains)) return;
        throw new RequestException(
            $"--data-dir: got '{folder}'; allowed: nothing, since the data is {string.Join(", ", used)}, which lies in no folder");
    }
}
