namespace SupTickets.Recipes;

/// <summary>How the network is measured while it trains.</summary>
public sealed record EvaluationRecipe
{
    /// <summary>Samples in an evaluation batch.</summary>
    public int Batch { get; init; } = 500;

    /// <summary>Epochs between two evaluations of the network in training; 0 evaluates tickets only.</summary>
    public int EveryEpochs { get; init; } = 1;
}
