using System.Globalization;
using System.Xml.Linq;
using SupTickets.Recipes;

namespace SupTickets.Reports.Html;

/// <summary>How the run was set up: the main settings, and the whole recipe to copy.</summary>
internal static class RecipeSection
{
    /// <summary>The section.</summary>
    public static XElement Of(Recipe recipe) => Elements.Section(
        "Recipe",
        new XElement("dl", Settings(recipe).SelectMany(setting => new[] { new XElement("dt", setting.Name), new XElement("dd", setting.Value) })),
        new XElement("details", new XElement("summary", "recipe.json"), new XElement("pre", RecipeJson.Write(recipe))));

    private static IEnumerable<(string Name, string Value)> Settings(Recipe recipe)
    {
        yield return ("Model", Text($"{recipe.Model.Name}, width {recipe.Model.Width}"));
        yield return ("Data", recipe.Data.Name);
        yield return ("Method", Text($"{recipe.Method.Name}, every {recipe.Method.UpdateInterval} steps"));
        yield return ("Topology", Text($"sparsity {recipe.Topology.Sparsity}, {recipe.Topology.Allocation}, {recipe.Topology.Counts}"));
        yield return ("Optimizer", Text($"{recipe.Optimizer.Name}, rate {recipe.Schedule.LearningRate}, weight decay {recipe.Optimizer.WeightDecay}"));
        yield return ("Schedule", Text($"{recipe.Schedule.Epochs} epochs, batch {recipe.Schedule.Batch}"));
        yield return ("Superposition", recipe.Superpose.Enabled
            ? Text($"{recipe.Superpose.Averaging}, cycles of {recipe.Superpose.CycleEpochs} epochs, rate {recipe.Superpose.LowRate} to {recipe.Superpose.HighRate}")
            : "none");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
