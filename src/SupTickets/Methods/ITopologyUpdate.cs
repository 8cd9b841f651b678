using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Moves connections. The count of the network stays; whether each layer's does is the update's affair.</summary>
public interface ITopologyUpdate
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>Replaces about <paramref name="fraction"/> of the connections.</summary>
    TopologyChange Apply(SparseNetwork network, double fraction, Seed seed);
}
