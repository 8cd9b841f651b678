using SupTickets.Layers;
using SupTickets.Topology;

namespace SupTickets.Tickets;

/// <summary>Brings an averaged network state back to its budget by magnitude, exactly.</summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Source">Where it is described.</param>
/// <param name="Apply">
/// (average, newest ticket, names of the weights that stay dense, connections allowed in all others) → pruned state.
/// </param>
public sealed record StatePruning(
    string Name, string Source, Func<NetworkState, NetworkState, IReadOnlySet<string>, long, NetworkState> Apply)
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<StatePruning> All { get; } =
    [
        new("global", "the largest of the whole network (official code, after every averaging)", Global),
        new("per-layer", "the largest of each layer, as many as the newest ticket has there", PerLayer),
    ];

    private static NetworkState Global(NetworkState average, NetworkState ticket, IReadOnlySet<string> dense, long budget)
    {
        SparseLayerState[] competing = [.. average.Layers.Where(layer => !dense.Contains(layer.Name))];
        if (competing.Sum(layer => (long)layer.Connectivity.Count) <= budget) return average;
        int[][] kept = Selection.LargestAcross([.. competing.Select(Magnitudes)], budget);
        Dictionary<string, SparseLayerState> pruned = competing.Zip(kept, Keep).ToDictionary(layer => layer.Name);
        TopologyAudit.RequireCount("the superposed ticket", budget, pruned.Values.Sum(layer => (long)layer.Connectivity.Count));
        return average with { Layers = [.. average.Layers.Select(layer => pruned.GetValueOrDefault(layer.Name, layer))] };
    }

    private static NetworkState PerLayer(NetworkState average, NetworkState ticket, IReadOnlySet<string> dense, long budget) => average with
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
        SparseLayerState kept = layer with { Connectivity = layer.Connectivity.Subset(indices), Values = [.. indices.Select(index => layer.Values[index])] };
        TopologyAudit.RequireCount($"{layer.Name} in the superposed ticket", indices.Length, kept.Connectivity.Count);
        return kept;
    }
}
