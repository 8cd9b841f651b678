using System.Globalization;
using System.Text.Json;
using SupTickets.Recipes;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>
/// What <c>--epochs</c> changes besides the number: epochs named elsewhere in the recipe keep their place in the run, so that a
/// preset of 250 epochs can be tried with 10. (<c>--set schedule.epochs=10</c> changes the number alone.)
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
        double ratio = (double)wanted / recipe.Schedule.Epochs;
        List<RecipeEdit> edits =
        [
            new("method.graNet.startEpoch", JsonSerializer.Serialize(recipe.Method.GraNet.StartEpoch * ratio)),
            new("method.graNet.endEpoch", JsonSerializer.Serialize(recipe.Method.GraNet.EndEpoch * ratio)),
            new("method.gmp.startEpoch", JsonSerializer.Serialize(recipe.Method.Gmp.StartEpoch * ratio)),
            new("method.gmp.endEpoch", JsonSerializer.Serialize(recipe.Method.Gmp.EndEpoch * ratio)),
            new("schedule.warmupEpochs", JsonSerializer.Serialize((int)(recipe.Schedule.WarmupEpochs * ratio))),
        ];
        if (recipe.Superpose.Enabled) edits.Add(new("superpose.cycleEpochs", JsonSerializer.Serialize(Math.Max(1, (int)Math.Round(recipe.Superpose.CycleEpochs * ratio)))));
        if (recipe.Schedule.MilestoneEpochs is { } milestones)
        {
            int[] scaled = [.. milestones.Select(epoch => Math.Max(1, (int)Math.Round(epoch * ratio))).Distinct()];
            edits.Add(new("schedule.milestoneEpochs", JsonSerializer.Serialize(scaled)));
        }

        return edits;
    }
}
