namespace SupTickets.Experiments.Recipes;

/// <summary>Extra logs in the run folder.</summary>
public sealed record LogRecipe
{
    /// <summary>Whether TensorBoard event files are written to <c>tensorboard/</c>.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Steps between two loss records in <c>events.jsonl</c>.</summary>
    public int EverySteps { get; init; } = 20;
}
