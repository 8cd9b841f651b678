using System.CommandLine;
using SupTickets.Recipes;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>What <c>eval</c> and <c>tickets</c> measure on where it is not what the recipe names.</summary>
internal static class MeasuredData
{
    public static Option<string?> Option() => new("--data") { Description = "Measure on this data set instead of the recipe's, see 'suptickets list data'", HelpName = "NAME" };

    /// <summary>The data asked for; null for that of the recipe.</summary>
    public static DataRecipe? Instead(string path, string? data, string? folder)
    {
        if (data is not null && !Experiment.Names.DataSets.Contains(data)) throw new UnknownNameException("data set (--data)", data, Experiment.Names.DataSets);
        return data is not null ? new() { Name = data, Folder = folder } : folder is not null ? Recorded(path) with { Folder = folder } : null;
    }

    // What the ticket was trained on, for a user who only says where that lies here.
    private static DataRecipe Recorded(string path)
    {
        string recipe = Directory.Exists(path) ? Path.Combine(path, "recipe.json") : path;
        if (!File.Exists(recipe)) throw new RequestException($"PATH: '{path}' holds no recipe.json; allowed: a run folder or a ticket file");
        return RecipeJson.Read(Directory.Exists(path) ? RegularFile.ReadText(recipe) : TicketFile.Read(recipe).Description.Recipe).Data;
    }
}
