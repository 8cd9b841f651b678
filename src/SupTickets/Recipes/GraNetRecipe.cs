namespace SupTickets.Recipes;

/// <summary>Options of GraNet (Liu et al., 2021): the cubic schedule of its density.</summary>
public sealed record GraNetRecipe
{
    /// <summary>Sparsity at the start, in [0, 1); the allocation applies to it.</summary>
    public double InitialSparsity { get; init; } = 0.5;

    /// <summary>Epoch at which pruning starts, e_i.</summary>
    public double StartEpoch { get; init; }

    /// <summary>Epoch at which the final density is reached, e_f; null is 0.44 of all epochs, the official 110 of 250.</summary>
    public double? EndEpoch { get; init; }

    /// <summary>The epoch at which the final density is reached in a run of so many epochs.</summary>
    public double EndEpochIn(int epochs) => EndEpoch ?? (double)(0.44m * epochs);
}
