namespace SupTickets.Recipes;

/// <summary>Options of GraNet (Liu et al., 2021): the cubic schedule of its density.</summary>
public sealed record GraNetRecipe
{
    /// <summary>Sparsity at the start, in [0, 1); the allocation applies to it.</summary>
    public double InitialSparsity { get; init; } = 0.5;

    /// <summary>Epoch at which pruning starts, e_i.</summary>
    public double StartEpoch { get; init; }

    /// <summary>Epoch at which the final density is reached, e_f.</summary>
    public double EndEpoch { get; init; } = 110;
}
