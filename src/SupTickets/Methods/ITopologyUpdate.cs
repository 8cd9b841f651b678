using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Moves connections. It keeps the count of the network; the counts of single layers may change.</summary>
public interface ITopologyUpdate
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>Replaces about <paramref name="fraction"/> of the connections.</summary>
    TopologyChange Apply(SparseNetwork network, double fraction, Seed seed);
}
