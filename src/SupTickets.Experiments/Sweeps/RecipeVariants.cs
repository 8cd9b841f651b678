using System.Text.Json.Nodes;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Tells runs of several recipes apart, by what decides their figures.</summary>
internal static class RecipeVariants
{
    // What people, machines and the seed differ by; the figures of such runs are draws from one distribution.
    private static readonly string[] Indifferent =
        [
            "name", "seed", "device", "engine", "threads", "data.folder", "data.labels", "data.workers", "checkpoint", "log",
            "evaluation.batch"];

    // Asked first what tells two runs apart, people name these.
    private static readonly string[] First = ["model.name", "data.name", "method.name", "topology.sparsity", "schedule.epochs"];

    /// <summary>
    /// The folders of each recipe, in the order they were given, and the keys and values that tell it from the others; none where there is
    /// one recipe.
    /// </summary>
    /// <param name="folders">Run folders; those without a recipe, which failed before their first step, are left out.</param>
    /// <exception cref="InvalidDataException">A recipe is damaged.</exception>
    public static IReadOnlyList<(IReadOnlyDictionary<string, string> Settings, string[] Folders)> Of(IEnumerable<string> folders)
    {
        (string Folder, Dictionary<string, string> Keys)[] recipes =
            [.. folders.Where(folder => File.Exists(Path.Combine(folder, "recipe.json"))).Select(
                folder => (folder, KeysOf(RunFolder.Open(folder))))];
        string[] all = [.. recipes.SelectMany(recipe => recipe.Keys.Keys).Distinct()];
        string[] differing = [.. all.Where(key => recipes.Select(recipe => ValueOf(recipe.Keys, key)).Distinct().Skip(1).Any())];
        string[] ordered = [.. First.Intersect(differing), .. differing.Except(First)];
        return
        [
            .. recipes.GroupBy(recipe => string.Join('\n', ordered.Select(key => ValueOf(recipe.Keys, key))))
                .Select(same => (Settings(ordered, same.First().Keys), same.Select(recipe => recipe.Folder).ToArray())),
        ];
    }

    private static Dictionary<string, string> Settings(string[] keys, Dictionary<string, string> recipe) =>
        keys.ToDictionary(key => key, key => ValueOf(recipe, key));

    private static string ValueOf(Dictionary<string, string> recipe, string key) => recipe.GetValueOrDefault(key, "null");

    private static Dictionary<string, string> KeysOf(RunFolder run)
    {
        Recipe recipe = run.ParseRecipe();
        Dictionary<string, string> keys = [];
        // Teachers are other runs, often one for each seed: how many there are is what they have in common.
        Flatten(JsonNode.Parse(RecipeJson.Write(recipe with { Distill = recipe.Distill with { Teachers = [] } })), "", keys);
        keys["distill.teachers"] = $"{recipe.Distill.Teachers.Count}";
        return keys;
    }

    private static void Flatten(JsonNode? node, string path, Dictionary<string, string> keys)
    {
        if (Indifferent.Contains(path)) return;
        if (node is not JsonObject section)
        {
            keys.Add(path, node is JsonValue value && value.TryGetValue(out string? text) ? text : node?.ToJsonString() ?? "null");
            return;
        }

        foreach ((string key, JsonNode? inner) in section) Flatten(inner, path.Length == 0 ? key : $"{path}.{key}", keys);
    }
}
