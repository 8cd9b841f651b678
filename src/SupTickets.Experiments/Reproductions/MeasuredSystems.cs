using System.Globalization;
using System.Text.Json.Nodes;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The systems in the paper's rows: which figure of a run each one measures, and which recipes belong to a cell.</summary>
public static class MeasuredSystems
{
    private static readonly Dictionary<string, Func<Recipe, bool>> Table = new(StringComparer.Ordinal)
    {
        ["alone"] = recipe => IsAlone(recipe) && recipe.Distill.Teachers.Count == 0,
        ["superposed"] = IsSuperposed,
        ["superposed-recomputed"] = recipe => IsSuperposed(recipe) && MeasuresRecomputed(recipe),
        ["averaged"] = IsSuperposed,
        ["ticket"] = IsSuperposed,
        ["tickets"] = IsSuperposed,
        ["best-ticket"] = IsSuperposed,
        ["ensemble"] = recipe => IsSuperposed(recipe) && recipe.Evaluation.Ensemble,
        ["distilled"] = recipe => IsAlone(recipe) && recipe.Distill.Teachers.Count > 0,
        ["swa-dense"] = recipe => recipe.Superpose.Enabled && recipe.Method.Name == "one-shot",
        ["swa-static"] = recipe => recipe.Superpose is { Enabled: true, Explore: "never" } && recipe.Method.Name == "static",
        ["treenet"] = recipe => recipe.Model.Ensemble.Name == "tree-net",
        ["batch-ensemble"] = recipe => recipe.Model.Ensemble.Name == "batch-ensemble",
        ["dense-ensemble"] = IsAlone,
    };

    // Rows that the paper describes in words.
    private static readonly Dictionary<string, Func<Recipe, bool>> Words = new(StringComparer.Ordinal)
    {
        ["mixed exploration criteria"] = recipe => recipe.Superpose.ExploreCriteria.Count > 0,
        ["the method's own criteria"] = recipe => recipe.Superpose.ExploreCriteria.Count == 0,
    };

    /// <summary>
    /// The names: <c>alone</c>, the network of a run without tickets; <c>superposed</c>, <c>superposed-recomputed</c> (batch-norm
    /// statistics) and <c>averaged</c> (in the way that the setting says, of the same tickets); <c>ticket</c>, that of the column,
    /// <c>tickets</c>, their mean, and <c>best-ticket</c>, the most accurate of them; <c>ensemble</c> of their predictions;
    /// <c>distilled</c>; <c>swa-dense</c> and <c>swa-static</c>; the members of <c>treenet</c>, <c>batch-ensemble</c> and
    /// <c>dense-ensemble</c>.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    /// <summary>
    /// Whether a run with <paramref name="recipe"/>, at the scale of the paper, is one that <paramref name="cell"/> measures.
    /// </summary>
    internal static bool Measures(ReproductionCell cell, Recipe recipe) =>
        recipe.Model.Name == cell.Model
        && (recipe.Data.Name == "imagefolder" ? "imagenet" : recipe.Data.Name) == cell.Data
        && (cell.System == "swa-dense" || recipe.Method.Name == cell.Method)
        && (cell.Sparsity is not { } sparsity || recipe.Topology.Sparsity == sparsity)
        && Table[cell.System](recipe)
        && (cell.System == "averaged" || HasSetting(cell.Setting, recipe));

    private static bool HasSetting(string? setting, Recipe recipe)
    {
        if (setting is null) return true;
        if (Words.TryGetValue(setting, out Func<Recipe, bool>? holds)) return holds(recipe);
        string[] parts = setting.Split('=');
        JsonNode? at = parts[0].Split('.').Aggregate(JsonNode.Parse(RecipeJson.Write(recipe)), (node, key) => node?[key]);
        return at is JsonValue value && (value.TryGetValue(out double number)
            ? number == double.Parse(parts[1], CultureInfo.InvariantCulture)
            : value.ToString() == parts[1]);
    }

    private static bool MeasuresRecomputed(Recipe recipe) =>
        BatchNormStatistics.All[recipe.Superpose.BatchNorm] is { Recomputes: true, KeepsRecomputed: false };

    private static bool IsAlone(Recipe recipe) => !recipe.Superpose.Enabled && recipe.Model.Ensemble.IsNone;

    private static bool IsSuperposed(Recipe recipe) => recipe.Superpose.Enabled && recipe.Method.Name != "one-shot";
}
