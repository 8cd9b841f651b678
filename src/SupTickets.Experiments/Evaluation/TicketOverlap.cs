namespace SupTickets.Experiments.Evaluation;

/// <summary>How far two tickets, A and B, connect the same positions, over all layers that share the budget.</summary>
/// <param name="First">The cycle of A.</param>
/// <param name="Second">The cycle of B.</param>
/// <param name="Jaccard">|A ∩ B| ÷ |A ∪ B|, in [0, 1].</param>
/// <param name="OfFirst">|A ∩ B| ÷ |A|, in [0, 1].</param>
/// <param name="Layers">The same for each of the layers, in network order.</param>
public sealed record TicketOverlap(int First, int Second, double Jaccard, double OfFirst, IReadOnlyList<LayerOverlap> Layers);
