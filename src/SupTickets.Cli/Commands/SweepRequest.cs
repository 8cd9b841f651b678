using System.Text.Json;
using SupTickets.Cli.Output;
using SupTickets.Cli.Sweeps;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;
using SupTickets.Storage;

namespace SupTickets.Cli.Commands;

/// <summary>The sweep that was asked for, and where; nothing is written yet.</summary>
internal sealed class SweepRequest
{
    private SweepRequest(Sweep sweep, string? folder) => (Sweep, Folder) = (sweep, folder);

    /// <summary>The folder of the sweep; null where none was named.</summary>
    public string? Folder { get; }

    /// <summary>The sweep, its recipes checked.</summary>
    public Sweep Sweep { get; }

    /// <summary>Reads the file that describes a sweep, or the manifest of one that has begun.</summary>
    /// <param name="source">The file, or the folder of the sweep.</param>
    /// <param name="folder">The folder that was named; null for none.</param>
    /// <param name="data">Where the data of every run lies; null for where the recipes say.</param>
    /// <param name="edits">Other changes to every recipe.</param>
    /// <exception cref="RequestException">There is no such file, or the options do not go with it.</exception>
    /// <exception cref="SweepException">The file or a recipe is wrong; all errors are listed.</exception>
    public static SweepRequest Read(string source, string? folder, string? data, IReadOnlyList<RecipeEdit> edits)
    {
        if (SweepFolder.IsSweep(source)) source = Path.Combine(source, "sweep.json");
        PathArgument.Text("SWEEP", source, "a JSON file such as recipes/sweeps/demo.json, or the folder of a sweep");
        if (!SweepManifest.IsManifest(RegularFile.ReadText(source)))
        {
            // As JSON, so that a folder called 2024 is a text.
            RecipeEdit[] place = data is null ? [] : [new("data.folder", JsonSerializer.Serialize(data))];
            Sweep described = SweepFile.Read(source, [.. place, .. edits], RecipeTables.Names);
            DataFolderArgument.Require(data, described.Runs.Select(run => run.Recipe.Data.Name));
            return new(described, folder);
        }

        if (edits.Count > 0) throw new RequestException($"--set and --device: '{source}' is a sweep that has begun, whose recipes stay as "
            + "they are; change the file that describes it, and name another folder");
        string own = Path.GetDirectoryName(Path.GetFullPath(source))!;
        if (folder is not null && Path.GetFullPath(folder) != own)
            throw new RequestException($"--out: got '{folder}'; allowed: nothing, since '{source}' has its folder");
        Sweep begun = SweepManifest.Read(source, RegularFile.ReadText(source));
        DataFolderArgument.Require(data, begun.Runs.Select(run => run.Recipe.Data.Name));
        return new(data is null ? begun : begun.WithDataIn(data, RecipeTables.Names.DataSetsInFolders), own);
    }

    /// <summary>Claims the folder. If the data was moved, the sweep goes on with it in its new place.</summary>
    /// <exception cref="RequestException">None was named.</exception>
    /// <exception cref="DataException">There is other data at that place.</exception>
    /// <returns>The folder; null where the user stopped it.</returns>
    public SweepFolder? Take(Terminal terminal) => Folder is null
        ? throw new RequestException("--out: got nothing; allowed: the folder of the sweep, in which it also goes on")
        : SweepFolderClaim.Take(terminal, Folder, Sweep);
}
