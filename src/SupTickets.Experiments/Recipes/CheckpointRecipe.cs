namespace SupTickets.Experiments.Recipes;

/// <summary>When a checkpoint is written besides cycle ends, the end and cancellation. It never changes the bits.</summary>
public sealed record CheckpointRecipe
{
    /// <summary>Minutes between two checkpoints; 0 switches it off.</summary>
    public double EveryMinutes { get; init; } = 5;

    /// <summary>Epochs between two checkpoints; 0 switches it off.</summary>
    public int EveryEpochs { get; init; }

    /// <summary>Steps between two checkpoints; 0 switches it off.</summary>
    public int EverySteps { get; init; }

    /// <summary>
    /// Checkpoints that are kept: 2 for the latest and the one before it, to which a run can go back when the latest is damaged; or 1.
    /// </summary>
    public int Keep { get; init; } = 2;
}
