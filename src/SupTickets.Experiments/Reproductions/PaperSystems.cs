using System.Globalization;
using System.Text.Json.Nodes;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The systems in the paper's rows.</summary>
internal static class PaperSystems
{
    private const string Growth = "method.grow=";

    // Rows that the paper describes in words.
    private static readonly Dictionary<string, Func<Recipe, bool>> Words = new(StringComparer.Ordinal)
    {
        ["mixed exploration criteria"] = recipe => recipe.Superpose.ExploreCriteria.Count > 0,
        ["the method's own criteria"] = recipe => recipe.Superpose.ExploreCriteria.Count == 0,
    };

    /// <summary>Every system.</summary>
    public static NamedTable<PaperSystem> All { get; } = new(
        "system",
        Row("alone", "the network of a run without tickets", new(
            recipe => IsAlone(recipe) && recipe.Distill.Teachers.Count == 0 && !HasScheduleOfTickets(recipe))),
        Row("alone-scheduled", "the network of a run without tickets that has the schedule of one with them", new(
            recipe => IsAlone(recipe) && HasScheduleOfTickets(recipe))),
        Row("superposed", "the superposed ticket", new(IsSuperposed) { MetricsOf = (_, run, _) => run.Summary.Superposed?.Metrics }),
        Row("superposed-recomputed", "the superposed ticket with recomputed batch-norm statistics", new(
            recipe => IsSuperposed(recipe) && MeasuresRecomputed(recipe))
        {
            MetricsOf = (_, run, _) => run.Summary.Superposed?.Recomputed,
        }),
        Row("averaged", "the same tickets averaged in the way that the setting says", new(IsSuperposed)
        {
            MetricsOf = Averaged,
            IsMeasuredAfterwards = true,
        }),
        Row("ticket", "the ticket of the column", new(IsSuperposed) { MetricsOf = (cell, run, _) => TicketOf(cell, run) }),
        Row("tickets", "the mean of the tickets", new(IsSuperposed)
        {
            MetricsOf = (_, run, _) => Mean([.. run.Summary.Tickets.Select(ticket => ticket.Metrics)]),
        }),
        Row("best-ticket", "the most accurate ticket", new(IsSuperposed)
        {
            MetricsOf = (_, run, _) => run.Summary.Tickets.MaxBy(ticket => ticket.Metrics.Top1)?.Metrics,
        }),
        Row("ensemble", "the mean of the tickets' predictions", new(recipe => IsSuperposed(recipe) && recipe.Evaluation.Ensemble)
        {
            MetricsOf = (_, run, _) => run.Summary.Ensemble?.Metrics,
        }),
        Row("distilled", "a network without tickets that learnt from teachers", new(
            recipe => IsAlone(recipe) && recipe.Distill.Teachers.Count > 0)),
        Row("swa-dense", "stochastic weight averaging of a dense network, pruned at the end", new(
            recipe => recipe.Superpose.Enabled && recipe.Method.Name == "one-shot")
        {
            MetricsOf = (_, run, _) => run.Summary.Superposed?.Metrics,
            HasOwnMethod = true,
        }),
        Row("swa-static", "stochastic weight averaging of a network whose connections stay", new(
            recipe => recipe.Superpose is { Enabled: true, Explore: "never" } && recipe.Method.Name == "static")
        {
            MetricsOf = (_, run, _) => run.Summary.Superposed?.Metrics,
        }),
        Row("treenet", "the heads of a TreeNet", new(recipe => recipe.Model.Ensemble.Name == "tree-net")),
        Row("batch-ensemble", "the members of a BatchEnsemble", new(recipe => recipe.Model.Ensemble.Name == "batch-ensemble")),
        Row("dense-ensemble", "networks of several runs together", new(IsAlone) { IsOfAllRuns = true }));

    /// <summary>
    /// Whether a run with <paramref name="recipe"/>, at the scale of the paper, is one that <paramref name="cell"/> measures.
    /// </summary>
    public static bool Measures(ReproductionCell cell, Recipe recipe)
    {
        PaperSystem system = All[cell.System];
        return recipe.Model.Name == cell.Model
            && (recipe.Data.Name == "imagefolder" ? "imagenet" : recipe.Data.Name) == cell.Data
            && (system.HasOwnMethod || recipe.Method.Name == cell.Method)
            && (cell.Sparsity is not { } sparsity || recipe.Topology.Sparsity == sparsity)
            && system.Measures(recipe)
            && (recipe.Method.Grow is null || cell.Setting?.StartsWith(Growth, StringComparison.Ordinal) == true)
            && (system.IsMeasuredAfterwards || HasSetting(cell.Setting, recipe));
    }

    private static NamedRow<PaperSystem> Row(string name, string summary, PaperSystem system) => new(name, summary, "", system);

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

    // The rate drops where it does in a run with tickets, and the drop fraction stays as it does there.
    private static bool HasScheduleOfTickets(Recipe recipe) =>
        recipe.Schedule.MilestoneEpochs is not null && recipe.Method.DropSchedule == "constant";

    private static bool IsSuperposed(Recipe recipe) => recipe.Superpose.Enabled && recipe.Method.Name != "one-shot";

    // The column says which, counting from 1: "Ticket 2".
    private static Metrics? TicketOf(ReproductionCell cell, GroupedRun run) =>
        run.Summary.Tickets.ElementAtOrDefault(int.Parse(cell.Column.Split(' ')[^1], CultureInfo.InvariantCulture) - 1)?.Metrics;

    private static Metrics Averaged(ReproductionCell cell, GroupedRun run, IRunMeasurements measurements)
    {
        AveragingSetting setting = AveragingSetting.Parse(cell.Setting!);
        return measurements.Averaged(run.Folder, setting.Averaging, setting.Beta);
    }

    private static Metrics? Mean(IReadOnlyList<Metrics> tickets) => tickets.Count == 0 ? null : new(
        tickets.Average(one => one.Top1), tickets.Average(one => one.Top5), tickets.Average(one => one.Nll),
        tickets.Average(one => one.Ece), tickets[0].Samples);
}
