using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Recipes as JSON: keys in camel case, indented. When reading, comments and trailing commas are allowed, and <c>extends</c> may name a
/// preset. The preset's sections are then merged with the recipe's, whose values and lists override; its name is not inherited. Written
/// recipes have every key.
/// </summary>
public static class RecipeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The recipe with every key, so that it does not depend on defaults.</summary>
    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe, Options);

    /// <summary>Reads a recipe without validating it; absent keys have their defaults.</summary>
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

        // A key of the wrong form has its default here; errors about that value would be confusing.
        var meaning = validator.ErrorsOfNew(recipe).Where(
            error => reader.Errors.All(form => !form.Path.StartsWith(error.Path, StringComparison.Ordinal)));
        List<SettingError> errors = [.. reader.Errors, .. meaning];
        return errors.Count == 0 ? recipe : throw new SettingException(errors);
    }

    /// <summary>
    /// Whether two texts are the same recipe. A key that an earlier version did not have counts as its default. The folder of the data does
    /// not count, since it may be moved.
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
