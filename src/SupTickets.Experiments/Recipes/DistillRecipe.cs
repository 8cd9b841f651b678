namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Teachers of the network besides the labels: the scores of trained tickets (Hinton et al., 2015; Yin et al., 2022, Table 19).
/// </summary>
public sealed record DistillRecipe
{
    /// <summary>
    /// Ticket files, or folders of finished runs, which stand for the cheap tickets of their cycles. Each teacher has the same weight in
    /// the loss as the labels. Without teachers the network learns from the labels alone.
    /// </summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>
    /// The temperature T, by which the scores of teachers and student are divided before they are compared. The paper does not give its
    /// own.
    /// </summary>
    public double Temperature { get; init; } = 4;
}
