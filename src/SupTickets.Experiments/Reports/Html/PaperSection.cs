using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The paper's values beside those of the run, and the differences that limit the comparison.</summary>
internal static class PaperSection
{
    /// <summary>The section; null where the paper has no value for such a run, or the run is not complete.</summary>
    public static XElement? Of(RunRecord run)
    {
        if (run.Summary is not { } summary || PaperComparison.Of(run.Recipe, summary) is not { Count: > 0 } rows) return null;
        return Elements.Section(
            "Beside the paper",
            Elements.Of("p", "soft", Caveat(run.Recipe, rows)),
            Elements.Table("Values of the paper", ["top-1 (%)", "this run", "paper", "Yin et al. (2022)"], rows.Select(row => new[]
            {
                row.What,
                row.Ours is { } ours ? Numbers.Spread(100 * ours.Top1, null) : "–",
                Numbers.Spread(row.Paper.Mean, row.Paper.Deviation),
                string.Create(CultureInfo.InvariantCulture, $"Table {row.Paper.Table}"),
            })));
    }

    private static string Caveat(Recipe recipe, IReadOnlyList<PaperComparison> rows)
    {
        const string Paper = "The paper's values are means and standard deviations of several runs (three, where it does not say "
            + "otherwise; single runs on ImageNet and in Table 8); this is one run.";
        int[] theirs = [.. rows.Select(row => row.PaperEpochs).Distinct()];
        List<string> differences = [];
        if (!theirs.Contains(recipe.Schedule.Epochs))
            differences.Add(string.Create(
                CultureInfo.InvariantCulture, $"it trained for {recipe.Schedule.Epochs} epochs instead of {string.Join(" or ", theirs)}"));
        if (recipe.Data.TrainSamples is { } some)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"on {Numbers.Count(some)} training images"));
        if (recipe.Schedule.Batch != 128)
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"in batches of {recipe.Schedule.Batch} instead of 128"));
        return differences.Count == 0 ? Paper : $"{Paper} It is no reproduction: {string.Join(", ", differences)}.";
    }
}
