namespace SupTickets.Experiments.Recipes;

/// <summary>How the network is measured while it trains.</summary>
public sealed record EvaluationRecipe
{
    /// <summary>Samples in an evaluation batch.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>Epochs between two evaluations of the network in training; 0 evaluates tickets only.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Bins of the calibration error and the reliability curve: <c>guo</c>, 15 of them, or <c>freetickets</c>, 14.</summary>
    public string Calibration { get; init; } = "guo";

    /// <summary>
    /// Whether a run with tickets ends with their prediction ensemble and diversity, which takes one more pass over the test set for each
    /// ticket.
    /// </summary>
    public bool Ensemble { get; init; } = true;
}
