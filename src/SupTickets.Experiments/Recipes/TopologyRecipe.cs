namespace SupTickets.Experiments.Recipes;

/// <summary>How many connections there are and where they start.</summary>
public sealed record TopologyRecipe
{
    /// <summary>Share of all sparsifiable positions without a connection, in [0, 1); reached exactly.</summary>
    public double Sparsity { get; init; } = 0.95;

    /// <summary>How the budget is shared among layers: <c>uniform</c>, <c>er</c>, <c>erk</c>.</summary>
    public string Allocation { get; init; } = "erk";

    /// <summary><c>exact</c> counts per layer, or <c>bernoulli</c> draws, whose counts are right only in expectation.</summary>
    public string Counts { get; init; } = "exact";

    /// <summary>Layers that stay dense and are left out of the budget, by name, such as <c>conv1</c>.</summary>
    public IReadOnlyList<string> KeepDense { get; init; } = [];
}
