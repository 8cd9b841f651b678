namespace SupTickets.Experiments.Evaluation;

/// <summary>One layer of a <see cref="NetworkReport"/>.</summary>
/// <param name="Name">The layer's name in the network.</param>
/// <param name="Shape">Sizes of its dense weight, outputs first.</param>
/// <param name="Parameters">Positions of its dense weight; a bias is not counted.</param>
/// <param name="Connections">Connections it has.</param>
/// <param name="Density">The density that allocation gives it, which connections ÷ parameters matches to the nearest integer.</param>
/// <param name="Macs">Multiply-adds for one sample if it were dense.</param>
/// <param name="Sparse">Whether its density is below 1.</param>
public sealed record LayerReport(
    string Name, IReadOnlyList<long> Shape, long Parameters, long Connections, double Density, long Macs, bool Sparse);
