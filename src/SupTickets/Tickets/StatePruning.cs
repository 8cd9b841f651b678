using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>Prunes an averaged network state to its budget by magnitude, exactly.</summary>
/// <param name="Apply">
/// (average, newest ticket, names of the weights that stay dense, connections allowed in all others) → pruned state.
/// </param>
public sealed record StatePruning(
    Func<NetworkState, NetworkState, IReadOnlySet<string>, long, NetworkState> Apply)
{
    /// <summary>The table.</summary>
    public static NamedTable<StatePruning> All { get; } = new("pruning",
        new("global", "the largest of the whole network", "official code, after every averaging", new(LargestOfNetwork)),
        new("per-layer", "the largest of each layer, as many as the newest ticket has there", "", new(LargestOfLayers)));

    /// <summary>The largest of the whole network.</summary>
    public static StatePruning Global => All["global"];

    private static NetworkState LargestOfNetwork(NetworkState average, NetworkState ticket, IReadOnlySet<string> dense, long budget)
    {
        SparseLayerState[] competing = [.. average.Layers.Where(layer => !dense.Contains(layer.Name))];
        if (competing.Sum(layer => (long)layer.Connectivity.Count) <= budget) return average;
        int[][] kept = Selection.LargestAcross([.. competing.Select(Magnitudes)], budget);
        Dictionary<string, SparseLayerState> pruned = competing.Zip(kept, Keep).ToDictionary(layer => layer.Name);
        TopologyAudit.RequireCount("the superposed ticket", budget, pruned.Values.Sum(layer => (long)layer.Connectivity.Count));
        return average with { Layers = [.. average.Layers.Select(layer => pruned.GetValueOrDefault(layer.Name, layer))] };
    }

    private static NetworkState LargestOfLayers(NetworkState average, NetworkState ticket, IReadOnlySet<string> dense, long budget) =>
        average with
        {
            Layers =
        [
            .. average.Layers.Zip(ticket.Layers, (layer, newest) => layer.Connectivity.Count <= newest.Connectivity.Count
                ? layer
                : Keep(layer, Selection.Largest(Magnitudes(layer), newest.Connectivity.Count))),
        ],
        };

    private static float[] Magnitudes(SparseLayerState layer) => [.. layer.Values.Select(MathF.Abs)];

    private static SparseLayerState Keep(SparseLayerState layer, int[] indices)
    {
        SparseLayerState kept =
            layer with { Connectivity = layer.Connectivity.Subset(indices), Values = [.. indices.Select(index => layer.Values[index])] };
        TopologyAudit.RequireCount($"{layer.Name} in the superposed ticket", indices.Length, kept.Connectivity.Count);
        return kept;
    }
}
