using SupTickets.Allocation;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// A random topology whose layers share the budget by a rule: uniform, ER or ERK. The weights keep their dense
/// initialisation at the positions drawn.
/// </summary>
/// <param name="rule">How the budget is shared.</param>
/// <param name="draw">How a layer's positions are drawn.</param>
public sealed class AllocatedTopology(AllocationRule rule, ConnectionDraw draw) : IInitialTopology
{
    /// <summary>The connections that each layer would get.</summary>
    internal NetworkBudget Plan(SparseNetwork network, Density density) =>
        rule.Allocate([.. network.Sparsifiable.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))], density);

    /// <inheritdoc/>
    public void Apply(SparseNetwork network, Density density, IGradientSource gradients, Seed seed)
    {
        foreach ((SparseLayer layer, LayerBudget share) in network.Sparsifiable.Zip(Plan(network, density).Layers))
        {
            int positions = layer.Weight.Shape.Positions;
            RandomStream random = seed.For(layer.Name).Stream();
            layer.Weight.Rewire(draw == ConnectionDraw.Exact
                ? Connectivity.Random(positions, share.Count, random)
                : Connectivity.Bernoulli(positions, share.Density, random));
        }
    }
}
