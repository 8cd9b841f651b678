using SupTickets.Recipes;
using SupTickets.Storage;
using SupTickets.Sweeps;

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
    /// <exception cref="RequestException">There is no such file, or the options do not go with it.</exception>
    /// <exception cref="SweepException">The file or a recipe is wrong; all errors are listed.</exception>
    public static SweepRequest Read(string source, string? folder, IReadOnlyList<RecipeEdit> edits)
    {
        if (SweepFolder.IsSweep(source)) source = Path.Combine(source, "sweep.json");
        GivenPath.Text("SWEEP", source, "a JSON file such as recipes/sweeps/demo.json, or the folder of a sweep");
        if (!SweepManifest.IsManifest(RegularFile.ReadText(source))) return new(SweepFile.Read(source, edits, Experiment.Names), folder);
        if (edits.Count > 0) throw new RequestException($"--set, --device and --data-dir: '{source}' is a sweep that has begun, whose recipes stay as they are; change the file that describes it, and name another folder");
        string own = Path.GetDirectoryName(Path.GetFullPath(source))!;
        if (folder is not null && Path.GetFullPath(folder) != own) throw new RequestException($"--out: got '{folder}'; allowed: nothing, since '{source}' has its folder");
        return new(SweepManifest.Read(source, RegularFile.ReadText(source)), own);
    }

    /// <summary>Takes the folder.</summary>
    /// <exception cref="RequestException">None was named.</exception>
    public SweepFolder Take() => Folder is null
        ? throw new RequestException("--out: got nothing; allowed: the folder of the sweep, in which it also goes on")
        : SweepFolder.Create(Folder, Sweep);
}
