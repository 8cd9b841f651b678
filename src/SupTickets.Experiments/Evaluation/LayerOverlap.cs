namespace SupTickets.Experiments.Evaluation;

/// <summary>How far two tickets connect the same positions of one layer.</summary>
/// <param name="Name">The weight's name, such as <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Jaccard">|A ∩ B| ÷ |A ∪ B|, in [0, 1]; 1 where both are empty.</param>
/// <param name="OfFirst">|A ∩ B| ÷ |A|, in [0, 1]: the share of the first that the second has too; 1 where the first is empty.</param>
public sealed record LayerOverlap(string Name, double Jaccard, double OfFirst);
