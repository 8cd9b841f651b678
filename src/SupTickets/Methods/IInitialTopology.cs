using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Decides which connections a freshly initialised, fully connected network starts with.</summary>
public interface IInitialTopology
{
    /// <summary>Rewires <paramref name="network"/> to its initial connections.</summary>
    /// <param name="network">Initialised and fully connected.</param>
    /// <param name="density">The share of connections to leave in the layers that share the budget.</param>
    /// <param name="gradients">Computes gradients, for topologies that score connections with data.</param>
    /// <param name="seed">The branch to draw from.</param>
    void Apply(SparseNetwork network, Density density, IGradientSource gradients, Seed seed);
}
