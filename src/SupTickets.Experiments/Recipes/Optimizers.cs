using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>The table of optimizers.</summary>
public static class Optimizers
{
    /// <summary>Every optimizer, made from a recipe.</summary>
    public static NamedTable<Func<OptimizerRecipe, IOptimizer>> All { get; } = new("optimizer",
        new("sgd", "stochastic gradient descent with momentum", "", recipe => new Sgd
        {
            Momentum = recipe.Momentum,
            Nesterov = recipe.Nesterov,
            WeightDecay = recipe.WeightDecay,
            SparesNorm = SparesNorm(recipe),
        }),
        new("adamw", "Adam with decoupled weight decay", "Loshchilov and Hutter, 2019", recipe => new AdamW
        {
            Beta1 = recipe.Beta1,
            Beta2 = recipe.Beta2,
            Epsilon = recipe.Epsilon,
            WeightDecay = recipe.WeightDecay,
            SparesNorm = SparesNorm(recipe),
        }));

    /// <summary>What weight decay acts on: true spares batch-norm parameters.</summary>
    internal static NamedTable<bool> Decays { get; } = new("choice of what decays",
        new("all", "every parameter", "", false),
        new("no-norm", "all but batch-norm parameters", "ImageNet recipes", true));

    /// <summary>The optimizer that a recipe names.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static IOptimizer Create(OptimizerRecipe recipe) => All[recipe.Name](recipe);

    /// <summary>Whether a recipe names SGD, even if other options are wrong.</summary>
    internal static bool IsSgd(OptimizerRecipe recipe) => All.Find(recipe.Name)?.Value(new()) is Sgd;

    private static bool SparesNorm(OptimizerRecipe recipe) => Decays[recipe.Decay];
}
