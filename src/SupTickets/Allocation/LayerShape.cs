using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>A layer as allocation sees it.</summary>
/// <param name="Name">The layer's name in the network, such as <c>layer1.0.conv1</c>.</param>
/// <param name="Shape">Shape of its dense weight.</param>
internal sealed record LayerShape(string Name, WeightShape Shape);
