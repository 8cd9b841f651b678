using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>How the run was set up: the main settings, and the whole recipe to copy.</summary>
internal static class RecipeSection
{
    /// <summary>The section.</summary>
    public static XElement Of(Recipe recipe) => Elements.Section(
        "Recipe",
        Elements.List(Settings(recipe)),
        new XElement("details", new XElement("summary", "recipe.json"), new XElement("pre", RecipeJson.Write(recipe))));

    /// <summary>The architecture, and of how many members where it is an ensemble.</summary>
    public static string NetworkOf(Recipe recipe) => recipe.Model.Ensemble is { IsNone: false } ensemble
        ? $"{recipe.Model.Name} as {ensemble.Name} of {Numbers.Count(ensemble.Members)}"
        : recipe.Model.Name;

    private static IEnumerable<(string Name, object Value)> Settings(Recipe recipe)
    {
        yield return ("Model", Text($"{NetworkOf(recipe)}, width {recipe.Model.Width}"));
        yield return ("Data", recipe.Data.Name);
        yield return ("Method", Text($"{recipe.Method.Name}, an update every {Numbers.Plural(recipe.Method.UpdateInterval, "step")}"));
        string sparsity = $"sparsity {Numbers.Percent(recipe.Topology.Sparsity)}";
        yield return ("Topology", $"{sparsity}, {recipe.Topology.Allocation}, {recipe.Topology.Counts}");
        yield return ("Optimizer", Text(
            $"{recipe.Optimizer.Name}, rate {recipe.Schedule.LearningRate}, weight decay {recipe.Optimizer.WeightDecay}"));
        yield return ("Schedule", Text($"{Numbers.Plural(recipe.Schedule.Epochs, "epoch")}, batch {recipe.Schedule.Batch}"));
        yield return ("Superposition", recipe.Superpose.Enabled
            ? $"{recipe.Superpose.Averaging}, cycles of {Cycle(recipe)}, "
                + $"{Text($"rate {recipe.Superpose.LowRate} to {recipe.Superpose.HighRate}")}"
            : "none");
    }

    private static string Cycle(Recipe recipe) => Numbers.Plural(recipe.Superpose.CycleEpochs, "epoch");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
