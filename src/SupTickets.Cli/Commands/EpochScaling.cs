using System.Globalization;
using System.Text.Json.Nodes;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>
/// The changes that <c>--epochs</c> makes besides the number: <see cref="Recipe.InEpochs"/>, as changes of single keys. (<c>--set
/// schedule.epochs=10</c> changes only the number.)
/// </summary>
internal static class EpochScaling
{
    /// <summary>The changes; none where the recipe or the number has errors, which are reported elsewhere.</summary>
    public static IEnumerable<RecipeEdit> Edits(string json, string epochs)
    {
        if (!int.TryParse(epochs, NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) || wanted < 1) return [];
        Recipe recipe;
        try
        {
            recipe = RecipeJson.Read(json);
        }
        catch (SettingException)
        {
            return [];
        }

        if (recipe.Schedule.Epochs < 1 || recipe.Schedule.Epochs == wanted) return [];
        Recipe scaled = recipe.InEpochs(wanted);
        return Changes("", Node(recipe), Node(scaled with { Schedule = scaled.Schedule with { Epochs = recipe.Schedule.Epochs } }));
    }

    private static JsonObject Node(Recipe recipe) => JsonNode.Parse(RecipeJson.Write(recipe))!.AsObject();

    private static IEnumerable<RecipeEdit> Changes(string path, JsonObject before, JsonObject after)
    {
        foreach ((string key, JsonNode? value) in after)
        {
            if (JsonNode.DeepEquals(before[key], value)) continue;
            if (value is JsonObject section && before[key] is JsonObject was)
            {
                foreach (RecipeEdit edit in Changes($"{path}{key}.", was, section)) yield return edit;
            }
            else
            {
                yield return new(path + key, value?.ToJsonString() ?? "null");
            }
        }
    }
}
