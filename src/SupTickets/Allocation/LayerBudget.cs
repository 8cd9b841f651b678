using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>One layer's share of a network's connections.</summary>
/// <param name="Name">The layer's name in the network.</param>
/// <param name="Shape">Shape of its dense weight.</param>
/// <param name="Density">The real-valued density that the rule gives it, in (0, 1].</param>
/// <param name="Count">
/// Its connections, in [0, positions]: density × positions to the nearest integer, up to the residual of <see cref="ExactCounts"/>.
/// </param>
internal sealed record LayerBudget(string Name, WeightShape Shape, double Density, int Count);
