using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// How narrow the dense network is that takes as many bits to store as a sparse one: the width of <see cref="SmallDense"/>.
/// </summary>
internal static class SmallDenseWidth
{
    // Widths are tried in steps of 1/200, as the published 0.465 and 0.34 are.
    private const int Steps = 200;
    private const int BitsOfValue = 32;

    /// <summary>
    /// The recipe with the smallest width whose network takes at least as many bits to store as the sparse one; others as they are.
    /// </summary>
    /// <param name="recipe">Checked.</param>
    /// <param name="classes">How many classes the data has.</param>
    /// <param name="input">Shape of its images.</param>
    /// <exception cref="SettingException">The network cannot be built.</exception>
    internal static Recipe Narrow(Recipe recipe, Func<int> classes, ImageShape input)
    {
        if (recipe.Method.Name != SmallDense.MethodName || recipe.Topology.Sparsity == 0) return recipe;
        int count = classes();
        Density density = Density.FromSparsity(recipe.Topology.Sparsity);
        double width = ModelSetting.Built(recipe.Model, () => WidthOf(recipe.Model, density, count, input));
        return recipe with
        {
            Model = recipe.Model with { Width = width, NarrowedFrom = recipe.Model.Width },
            Topology = recipe.Topology with
            {
                Sparsity = 0,
            }
        };
    }

    private static double WidthOf(ModelOptions model, Density density, int classes, ImageShape input)
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

        // The full width comes first: one that no network can have is refused there, before it overflows here.
        double WidthAt(int step) => step == Steps ? model.Width : (double)((decimal)model.Width * step / Steps);
    }
}
