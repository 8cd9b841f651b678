using SupTickets.Layers;
using SupTickets.Models;
using SupTickets.Recipes;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Small-Dense, the dense baseline of Evci et al. (2020): every connection of a narrower network that takes at least as many bits to store
/// as the sparse one. A recipe that asks for it at a sparsity is narrowed once, before anything is built: then <c>model.width</c> says how
/// narrow, <c>model.narrowedFrom</c> from where, and <c>topology.sparsity</c> is 0.
/// </summary>
internal static class SmallDense
{
    internal const string Name = "small-dense";

    // Widths are tried in steps of 1/200, as the published 0.465 and 0.34 are.
    private const int Steps = 200;
    private const int BitsOfValue = 32;

    internal static SparseMethod Create(MethodContext context) => context.Recipe.Topology.Sparsity == 0
        ? SparseMethods.Static(context, new FullTopology())
        : throw new RecipeException([new("topology.sparsity", $"{context.Recipe.Topology.Sparsity}", $"0, since method.name is {Name} and the network given is as wide as it is")]);

    /// <summary>The recipe with the smallest width whose network takes at least as many bits to store as the sparse one; others as they are.</summary>
    /// <param name="recipe">Checked.</param>
    /// <param name="classes">How many classes the data has.</param>
    /// <param name="input">Shape of its images.</param>
    internal static Recipe Narrow(Recipe recipe, Func<int> classes, ImageShape input)
    {
        if (recipe.Method.Name != Name || recipe.Topology.Sparsity == 0) return recipe;
        double width = WidthOf(recipe.Model, Density.FromSparsity(recipe.Topology.Sparsity), classes(), input);
        return recipe with { Model = recipe.Model with { Width = width, NarrowedFrom = recipe.Model.Width }, Topology = recipe.Topology with { Sparsity = 0 } };
    }

    private static double WidthOf(ModelRecipe model, Density density, int classes, ImageShape input)
    {
        (long positions, long others) = Parameters(Steps);
        // A sparse network stores its values, and one bit for each position that says whether there is one.
        long wanted = (BitsOfValue * (density.CountOf(positions) + others)) + positions;
        int tooNarrow = 0;
        int enough = Steps;
        while (enough - tooNarrow > 1)
        {
            int middle = (tooNarrow + enough) / 2;
            if (Bits(middle) < wanted) tooNarrow = middle;
            else enough = middle;
        }

        return WidthAt(enough);

        long Bits(int step)
        {
            (long weights, long rest) = Parameters(step);
            return BitsOfValue * (weights + rest);
        }

        (long Positions, long Others) Parameters(int step)
        {
            using SparseNetwork network = new(ModelTable.Create(model.Name, classes, input, WidthAt(step)));
            return (network.Positions, network.DenseParameters().Sum(named => named.Parameter.numel()));
        }

        double WidthAt(int step) => (double)((decimal)model.Width * step / Steps);
    }
}
