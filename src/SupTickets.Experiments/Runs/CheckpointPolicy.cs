using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Runs;

/// <summary>Decides after which steps a checkpoint is written. Wall time may decide it, since checkpoints never change the bits.</summary>
/// <param name="recipe">The recipe's intervals.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
internal sealed class CheckpointPolicy(CheckpointRecipe recipe, long stepsPerEpoch)
{
    /// <summary>Whether one is due after <paramref name="finished"/> steps, <paramref name="sinceLast"/> after the last one.</summary>
    public bool IsDue(long finished, TimeSpan sinceLast) =>
        (recipe.EverySteps > 0 && finished % recipe.EverySteps == 0)
        || (recipe.EveryEpochs > 0 && finished % (recipe.EveryEpochs * stepsPerEpoch) == 0)
        || (recipe.EveryMinutes > 0 && sinceLast.TotalMinutes >= recipe.EveryMinutes);
}
