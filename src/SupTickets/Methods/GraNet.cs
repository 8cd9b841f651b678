using SupTickets.Recipes;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// GraNet (Liu et al., 2021): starts denser, at every ΔT prunes the whole network along a cubic schedule, then drops and regrows
/// in each layer by gradient.
/// </summary>
internal static class GraNet
{
    internal static SparseMethod Create(MethodContext context)
    {
        GraNetRecipe recipe = context.Recipe.Method.GraNet;
        return GradualPruning.Along(
            context,
            SparseMethods.Dynamic(context, "gradient"),
            Density.FromSparsity(recipe.InitialSparsity),
            recipe.StartEpoch,
            recipe.EndEpochIn(context.Recipe.Schedule.Epochs)).Method;
    }
}
