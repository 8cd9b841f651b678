using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>The data on which <c>eval</c> and <c>tickets</c> measure, if it is not the recipe's.</summary>
internal static class MeasuredData
{
    public static Option<string?> Option() =>
        new("--data") { Description = "Measure on this data set instead of the recipe's, see 'suptickets list data'", HelpName = "NAME" };

    /// <summary>The data asked for; null for that of the recipe.</summary>
    public static DataOptions? Instead(string path, string? data, string? folder)
    {
        if (data is not null && !RecipeTables.Names.DataSets.Contains(data))
            throw new UnknownNameException("data set (--data)", data, RecipeTables.Names.DataSets);
        if (data is null && folder is null) return null;
        DataOptions recorded = Recorded(path);
        DataFolderArgument.Require(folder, data ?? recorded.Name);
        if (data is null) return recorded with { Folder = folder };
        // All samples of the other data; the recipe's settings for reading images hold for it too.
        return recorded with
        {
            Name = data,
            Folder = folder ?? (data == recorded.Name ? recorded.Folder : null),
            TrainSamples = null,
            TestSamples = null,
            ValidationSamples = 0,
        };
    }

    /// <summary>Writes the notes on the data.</summary>
    public static void Tell(Terminal terminal, IReadOnlyList<string> notes)
    {
        foreach (string note in notes) terminal.Error.WriteLine($"suptickets: {note}");
    }

    // The data that the ticket was trained on, for a user who names only its folder.
    private static DataOptions Recorded(string path)
    {
        string recipe = Directory.Exists(path) ? Path.Combine(path, "recipe.json") : path;
        if (!File.Exists(recipe))
            throw new RequestException($"PATH: '{path}' holds no recipe.json; allowed: a run folder or a ticket file");
        try
        {
            return RecipeJson.Read(Directory.Exists(path) ? RegularFile.ReadText(recipe) : TicketFile.Read(recipe).Description.Recipe).Data;
        }
        catch (SettingException defect)
        {
            throw new InvalidDataException($"{recipe}: {(recipe == path ? "its metadata 'recipe': " : "")}{defect.Message}", defect);
        }
    }
}
