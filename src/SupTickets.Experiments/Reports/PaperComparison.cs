using System.Globalization;
using System.Text.Json.Nodes;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports;

/// <summary>A value of the paper for the same model, data, method, sparsity and setting, beside that of a run.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">The figures of the run; null if it has none of this kind, and the paper's value is shown for orientation.</param>
/// <param name="Paper">The paper's value, a top-1 accuracy in per cent.</param>
internal sealed record PaperComparison(string What, Metrics? Ours, PaperValue Paper)
{
    // The tables that have each kind of result. Others repeat them (4, 21) or measure something else.
    private static readonly int[] Main = [1, 2, 3, 9], Varied = [5, 7, 8, 10, 20], Recomputed = [14, 15], Ensembles = [17, 18];

    /// <summary>Epochs of the paper's runs on CIFAR, on ImageNet, and of the recipe where a table varies them.</summary>
    public int PaperEpochs => Paper.Setting?.StartsWith("schedule.epochs=", StringComparison.Ordinal) == true
        ? int.Parse(Paper.Setting["schedule.epochs=".Length..], CultureInfo.InvariantCulture)
        : Paper.Data == "imagenet" ? 100 : 250;

    /// <summary>
    /// The values that a run can be compared with, the main tables first; none for networks and data that the paper does not have.
    /// </summary>
    public static IReadOnlyList<PaperComparison> Of(Recipe recipe, RunSummary summary)
    {
        if (recipe.Model.Width != 1 || DataOf(summary) is not { } data) return [];
        JsonNode settings = JsonNode.Parse(RecipeJson.Write(recipe))!;
        return
        [
            .. PaperValues.All
                .Where(
                    value => value.Quantity == "top1" && value.Model == summary.Model && value.Data == data && IsOfSystem(value) && Holds(
                        value.Setting, settings))
                // A row of another growth names it; the others are of the method's own.
                .Where(value => recipe.Method.Grow is null || value.Setting?.StartsWith("method.grow=", StringComparison.Ordinal) == true)
                .Where(value => IsDense(value) || (value.Method == summary.Method && value.Sparsity == recipe.Topology.Sparsity))
                .Select(value => new PaperComparison(WhatOf(value), FiguresOf(value, summary), value))
                .OrderBy(row => Array.IndexOf(Main, row.Paper.Table) < 0)
                // Tables that vary a setting repeat its standard value.
                .DistinctBy(row => (row.What, row.Paper.Mean, row.Paper.Deviation)),
        ];
    }

    // The number of classes of ResNet-50's last layer shows whether 'imagefolder' holds ImageNet.
    private static string? DataOf(RunSummary summary) => summary.Data switch
    {
        "cifar10" or "cifar100" => summary.Data,
        "imagefolder" when summary.Layers is [.., { Positions: 2048 * 1000 }] => "imagenet",
        _ => null,
    };

    private static bool IsDense(PaperValue value) => value is { Method: "dense", System: "alone" };

    private static bool IsOfSystem(PaperValue value) => value.System switch
    {
        "alone" => Main.Contains(value.Table),
        "superposed" => Main.Contains(value.Table) || Varied.Contains(value.Table),
        "superposed-recomputed" => Recomputed.Contains(value.Table),
        "ensemble" => Ensembles.Contains(value.Table),
        _ => false,
    };

    private static string WhatOf(PaperValue value) => value.System switch
    {
        "alone" when IsDense(value) => "dense network",
        "alone" => "the method alone",
        "superposed" when value.Setting is { } setting => $"superposed, {setting}",
        "superposed" => "superposed",
        "superposed-recomputed" => "superposed, statistics recomputed",
        _ => "prediction ensemble",
    };

    private static Metrics? FiguresOf(PaperValue value, RunSummary summary) => value.System switch
    {
        "alone" => value.Method == summary.Method ? summary.Network : null,
        "superposed" => summary.Superposed?.Metrics,
        "superposed-recomputed" => summary.Superposed?.Recomputed,
        _ => summary.Ensemble?.Metrics,
    };

    private static bool Holds(string? setting, JsonNode recipe)
    {
        if (setting is null) return true;
        if (setting.Split('=') is not [var path, var value]) return false;
        JsonNode? at = path.Split('.').Aggregate((JsonNode?)recipe, (node, key) => (node as JsonObject)?[key]);
        return at is JsonValue found
            && (found.TryGetValue(out double number) ? number.ToString(CultureInfo.InvariantCulture) : found.ToString()) == value;
    }
}
