using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Recipes as JSON: keys in camel case, indented. In what is read, comments and trailing commas may stand, and <c>extends</c> may name a
/// preset: its sections are merged with those of the recipe, whose values and lists replace its own; all but its name is taken over. What
/// is written is whole.
/// </summary>
public static class RecipeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The recipe with every key, so that it says all there is to say without any default.</summary>
    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe, Options);

    /// <summary>Reads a recipe without asking whether it makes sense; keys that are absent have their defaults.</summary>
    /// <exception cref="SettingException">Not JSON, or unknown keys, double keys or wrong types; all of them are listed.</exception>
    public static Recipe Read(string json)
    {
        var reader = new RecipeReader();
        JsonObject kept = reader.Document(json);
        return reader.Errors.Count == 0 ? Build(kept) : throw new SettingException(reader.Errors);
    }

    /// <summary>Reads a recipe, changes it, and checks it as a whole.</summary>
    /// <exception cref="SettingException">Anything is wrong with the form or the meaning; all errors are listed.</exception>
    public static Recipe Read(string json, IEnumerable<RecipeEdit> edits, RecipeValidator validator)
    {
        var reader = new RecipeReader();
        JsonObject kept = reader.Document(json);
        foreach (RecipeEdit edit in edits) reader.Apply(edit, kept);
        Recipe recipe = Build(kept);

        // A key of the wrong form has its default by now: complaining about that would only confuse.
        var meaning = validator.ErrorsOfNew(recipe).Where(
            error => reader.Errors.All(form => !form.Path.StartsWith(error.Path, StringComparison.Ordinal)));
        List<SettingError> errors = [.. reader.Errors, .. meaning];
        return errors.Count == 0 ? recipe : throw new SettingException(errors);
    }

    /// <summary>
    /// Whether two texts are the same recipe: a key that an earlier version did not know counts as having its default, and where the data
    /// lies, which may have been moved, does not count.
    /// </summary>
    public static bool Same(string first, string second)
    {
        if (first == second) return true;
        try
        {
            return Write(WithoutFolder(Read(first))) == Write(WithoutFolder(Read(second)));
        }
        catch (SettingException)
        {
            return false;
        }
    }

    private static Recipe WithoutFolder(Recipe recipe) => recipe with { Data = recipe.Data with { Folder = null } };

    private static Recipe Build(JsonObject kept) => kept.Deserialize<Recipe>(Options)!;
}
