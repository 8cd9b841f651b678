using SupTickets.Experiments.Recipes;
using SupTickets.Storage;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Reads files that describe sweeps; their form is in <c>docs/formats.md</c>.</summary>
public static class SweepFile
{
    /// <summary>
    /// Reads a sweep and writes out its grid; nothing is run. Recipes it names are presets or files, whose paths start at its folder.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="edits">Changes for every run, made after the sweep's own and before those of its axes.</param>
    /// <param name="names">The names that recipes may use.</param>
    /// <exception cref="SweepException">The file or a run's recipe is wrong; all errors are listed.</exception>
    public static Sweep Read(string path, IReadOnlyList<RecipeEdit> edits, RecipeNames names)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(path, RegularFile.ReadText(path), edits, names, Find);

        string? Find(string name) => Path.Combine(folder, name) is var file && File.Exists(file) ? RegularFile.ReadText(file) : null;
    }

    /// <summary>As the other, from text, such as that of a file that comes with the program.</summary>
    /// <param name="source">What messages call it; it names a sweep that has no name of its own.</param>
    /// <param name="json">The text.</param>
    /// <param name="edits">Changes for every run.</param>
    /// <param name="names">The names that recipes may use.</param>
    /// <param name="find">
    /// JSON of the recipe that a text names; null where there is none, and presets are looked up. Null looks up presets only.
    /// </param>
    /// <exception cref="SweepException">The text or a run's recipe is wrong; all errors are listed.</exception>
    public static Sweep Parse(
        string source, string json, IReadOnlyList<RecipeEdit> edits, RecipeNames names, Func<string, string?>? find = null)
    {
        SweepReader reader = new(name => find?.Invoke(name) ?? (Presets.All.Names.Contains(name) ? Presets.Json(name) : null));
        return new SweepExpansion(reader.Read(source, json), edits, new(names)).Expand(source);
    }
}
