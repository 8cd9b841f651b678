using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>The table of optimizers.</summary>
public static class Optimizers
{
    /// <summary>Every optimizer: name, source, and how it is made from a recipe.</summary>
    public static IReadOnlyList<(string Name, string Source, Func<OptimizerSettings, IOptimizer> Create)> All { get; } =
    [
        ("sgd", "stochastic gradient descent with momentum", recipe => new SgdOptimizer(
            recipe.Momentum, recipe.Nesterov ? MomentumKind.Nesterov : MomentumKind.Plain, DecayOf(recipe))),
        ("adamw", "Adam with decoupled weight decay: Loshchilov and Hutter, 2019", recipe => new AdamWOptimizer(
            recipe.Beta1, recipe.Beta2, recipe.Epsilon, DecayOf(recipe))),
    ];

    /// <summary>The optimizer that a recipe names.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static IOptimizer Create(OptimizerSettings recipe)
    {
        foreach (var optimizer in All)
        {
            if (optimizer.Name == recipe.Name) return optimizer.Create(recipe);
        }

        throw new UnknownNameException("optimizer", recipe.Name, All.Select(optimizer => optimizer.Name));
    }

    private static WeightDecay DecayOf(OptimizerSettings recipe) => new(recipe.WeightDecay, SparesNorm: recipe.Decay == "no-norm");
}
