namespace SupTickets.Experiments.Recipes;

/// <summary>
/// What the network learns from besides the labels: the scores of trained tickets (Hinton et al., 2015; Yin et al., 2022, Table 19).
/// </summary>
public sealed record DistillRecipe
{
    /// <summary>
    /// Ticket files, or folders of finished runs, which stand for their cheap tickets: those that the cycles ended with. Each has the same
    /// weight in the loss as the labels. Empty learns from the labels alone.
    /// </summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>
    /// What the scores of teachers and student are divided by before they are compared, T; the paper does not give its own.
    /// </summary>
    public double Temperature { get; init; } = 4;
}
