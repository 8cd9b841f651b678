using SupTickets.Networks;
using SupTickets.Topology;

namespace SupTickets.Methods;

/// <summary>
/// Keeps the connections with the largest |w| of the whole network, exactly as many as asked for; layer budgets follow from the weights
/// (GraNet, GMP). Only present connections are ranked, so that a tie at zero cannot select an absent position.
/// </summary>
internal static class GlobalPruning
{
    /// <summary>Prunes to <paramref name="budget"/> connections; a network with no more than that is unchanged.</summary>
    public static TopologyChange Apply(SparseNetwork network, long budget)
    {
        long before = network.Connections;
        if (before <= budget) return new(0, 0);
        int[][] kept = Selection.LargestAcross([.. network.Sparsifiable.Select(layer => Magnitudes.Of(layer.Weight))], budget);
        foreach ((SparseLayer layer, int[] indices) in network.Sparsifiable.Zip(kept))
        {
            Connectivity old = layer.Weight.Connectivity;
            layer.Weight.Rewire(old.Subset(indices));
        }

        return new(before - budget, 0);
    }
}
