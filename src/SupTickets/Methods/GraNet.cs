using SupTickets.Recipes;
using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GraNet (Liu et al., 2021): starts denser, at every ΔT prunes the whole network along a cubic schedule, then drops and regrows
/// in each layer by gradient. The official code stops one update short of the final density; one exact prune is added there.
/// </summary>
internal static class GraNet
{
    internal static SparseMethod Create(MethodContext context)
    {
        GraNetRecipe recipe = context.Recipe.Method.GraNet;
        long interval = context.Recipe.Method.UpdateInterval;
        SparseMethod regrowing = SparseMethods.Dynamic(context, "gradient");
        double endEpoch = recipe.EndEpochIn(context.Recipe.Schedule.Epochs);
        long first = UpdateAt(recipe.StartEpoch);
        long last = UpdateAt(endEpoch);
        if (last <= first || last < 1)
        {
            throw new RecipeException(
            [
                new("method.updateInterval", $"{interval}",
                    $"at most {Math.Max(1, (long)((endEpoch - recipe.StartEpoch) * context.Calendar.StepsPerEpoch))}, so that granet prunes between its start and end epochs, {recipe.StartEpoch} and {endEpoch:0.##} of {context.Calendar.StepsPerEpoch} steps each"),
            ]);
        }

        if (!regrowing.IsDue(last * interval))
        {
            throw new RecipeException(
                [new("method.stopShare", $"{context.Recipe.Method.StopShare}", $"enough of the normal phase for step {last * interval}, where granet reaches its final density")]);
        }

        Density end = Density.FromSparsity(context.Recipe.Topology.Sparsity);
        Density start = Density.FromSparsity(recipe.InitialSparsity);
        Schedule density = Densities.Cubic(start.Value, end.Value, first, last);
        return regrowing with
        {
            InitialDensity = start,
            IsDue = finished => finished >= recipe.StartEpoch * context.Calendar.StepsPerEpoch && regrowing.IsDue(finished),
            Budget = (finished, positions) => finished / interval >= last
                ? end.CountOf(positions)
                : Density.FromValue(density(finished / interval)).CountOf(positions),
        };

        long UpdateAt(double epoch) => (long)(epoch * context.Calendar.StepsPerEpoch) / interval;
    }
}
