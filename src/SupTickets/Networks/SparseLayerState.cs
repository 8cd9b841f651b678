using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>One sparse weight on the host: shape, positions and values.</summary>
/// <param name="Name">The weight's name in the network, such as <c>layer1.0.conv1.weight</c>.</param>
/// <param name="Shape">The dense shape.</param>
/// <param name="Connectivity">Which positions hold a connection.</param>
/// <param name="Values">[connections], in the order of the positions.</param>
public sealed record SparseLayerState(string Name, WeightShape Shape, Connectivity Connectivity, float[] Values);
