namespace SupTickets.Recipes;

/// <summary>Options of GMP (Zhu and Gupta, 2017): the cubic schedule of its density, which begins at 1.</summary>
public sealed record GmpRecipe
{
    /// <summary>Epoch at which pruning starts, e_i.</summary>
    public double StartEpoch { get; init; }

    /// <summary>Epoch at which the final density is reached, e_f; null is 0.44 of all epochs, the official 110 of 250.</summary>
    public double? EndEpoch { get; init; }

    /// <summary>The epoch at which the final density is reached in a run of so many epochs.</summary>
    public double EndEpochIn(int epochs) => EndEpoch ?? (double)(0.44m * epochs);
}
