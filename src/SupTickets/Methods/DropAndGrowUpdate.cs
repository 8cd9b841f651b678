using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// One topology update: drop by one criterion, grow as many in the same layer by another. What is dropped may be grown
/// again at once, and then keeps its value and optimizer state.
/// </summary>
/// <param name="Drop">Which connections are dropped.</param>
/// <param name="Grow">Which connections are grown.</param>
internal sealed record DropAndGrowUpdate(IDropCriterion Drop, IGrowCriterion Grow) : ITopologyUpdate
{
    /// <inheritdoc/>
    public GradientUse Gradient => Grow.Gradient > Drop.Gradient ? Grow.Gradient : Drop.Gradient;

    /// <summary>Whether of the dense gradient no more is read than <see cref="SteepestGradients"/> has.</summary>
    public bool NeedsOnlySteepest => Grow is GradientGrowth && Drop.Gradient == GradientUse.None;

    /// <summary>Replaces <paramref name="fraction"/> of the connections; every layer's count stays as it was.</summary>
    public TopologyChange Apply(SparseNetwork network, double fraction, Seed seed)
    {
        IReadOnlyList<int[]> dropped = Drop.ChooseFor(network.Sparsifiable, fraction, seed);
        long changed = 0;
        foreach ((SparseLayer layer, int[] going) in network.Sparsifiable.Zip(dropped))
        {
            // A fully connected layer could only grow back what it dropped.
            if (layer.Weight.Connectivity.IsFull) continue;
            Connectivity before = layer.Weight.Connectivity;
            Connectivity after = Next(layer, going, seed);
            changed += before.IndicesOf(after).Count(index => index < 0);
            layer.Weight.Rewire(after);
        }

        return new(changed, changed);
    }

    private Connectivity Next(SparseLayer layer, int[] going, Seed seed)
    {
        Connectivity before = layer.Weight.Connectivity;
        Connectivity kept = before.Without(going);
        return kept.Union(Connectivity.Of(Grow.ChooseFor(layer, kept, going.Length, seed), before.Total));
    }
}
