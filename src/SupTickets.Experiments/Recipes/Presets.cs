using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// The recipes that come with the library: the files of the repository's <c>recipes/</c> folder, by file name. <c>demo</c> runs in minutes
/// on generated data, and so does <c>base-MODEL</c> for each model. The others are the experiments of Yin et al. (2022). Most extend
/// another preset and say what differs.
/// </summary>
public static class Presets
{
    private const string Prefix = "recipes/", Suffix = ".json";

    /// <summary>
    /// Every preset, in alphabetical order. A row reads the JSON of its file, in which <c>extends</c> may name the preset that has the
    /// other keys. Rows have no summary; the recipe describes itself.
    /// </summary>
    public static NamedTable<Func<string>> All { get; } = new("preset",
    [
        .. typeof(Presets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)
            .Select(name => new NamedRow<Func<string>>(name, "", $"{Prefix}{name}{Suffix}", () => TextOf(name))),
    ]);

    /// <summary>The JSON of a preset.</summary>
    /// <exception cref="UnknownNameException">No preset has that name.</exception>
    public static string Json(string name) => All[name]();

    /// <summary>The name of the preset from which a model without a recipe starts: generated data, settings that suit the model.</summary>
    /// <param name="model">The name of a model.</param>
    /// <returns>Null where that model has none.</returns>
    public static string? BaseOf(string model) => $"base-{model}" is var name && All.Find(name) is not null ? name : null;

    /// <summary>A preset as a whole recipe.</summary>
    /// <exception cref="UnknownNameException">No preset has that name.</exception>
    public static Recipe Read(string name) => RecipeJson.Read(Json(name));

    private static string TextOf(string name)
    {
        using var reader = new StreamReader(typeof(Presets).Assembly.GetManifestResourceStream($"{Prefix}{name}{Suffix}")!);
        return reader.ReadToEnd();
    }
}
