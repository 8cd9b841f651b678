using SupTickets.Networks;


namespace SupTickets.Training;

/// <summary>
/// Warns of layers without a connection, of each once. Nothing passes through such a layer; if every path of a network leads through it,
/// all images get the same scores. Pruning the whole network at once may empty a layer, and so may a budget of few connections.
/// </summary>
/// <param name="network">The network in training.</param>
internal sealed class EmptyLayers(SparseNetwork network)
{
    private readonly HashSet<string> told = [];
    private readonly HashSet<string> toldOfTickets = [];

    /// <summary>
    /// Counts the layers that are empty now, in training and in the superposed ticket, as already warned of: an earlier process did.
    /// </summary>
    public void Remember(NetworkState? superposed)
    {
        told.UnionWith(Empty());
        if (superposed is not null) toldOfTickets.UnionWith(Empty(superposed));
    }

    /// <summary>
    /// The warning after <paramref name="finished"/> steps, of layers that are empty now and were not at the last call; null if there are
    /// none.
    /// </summary>
    public Warning? News(long finished)
    {
        string[] empty = [.. Empty()], fresh = [.. empty.Where(name => !told.Contains(name))];
        // A layer that has grown again and becomes empty once more is warned of again.
        told.Clear();
        told.UnionWith(empty);
        return EmptyLayerNotice.Of(fresh) is { } words ? new(finished, "topology", words) : null;
    }

    /// <summary>The same for the superposed ticket, whose layers averaging and pruning may have emptied.</summary>
    public Warning? News(long finished, NetworkState superposed)
    {
        string[] empty = [.. Empty(superposed)], fresh = [.. empty.Where(name => !told.Contains(name) && !toldOfTickets.Contains(name))];
        // In the same way as a resumed run remembers it.
        toldOfTickets.Clear();
        toldOfTickets.UnionWith(empty);
        return EmptyLayerNotice.Of(fresh) is { } words ? new(finished, "superposition", $"in the superposed ticket {words}") : null;
    }

    private IEnumerable<string> Empty() => network.Layers.Where(layer => layer.Weight.Connectivity.Count == 0).Select(layer => layer.Name);

    private IEnumerable<string> Empty(NetworkState state)
    {
        HashSet<string> weights = [.. state.Layers.Where(layer => layer.Connectivity.Count == 0).Select(layer => layer.Name)];
        return network.Layers.Where(layer => weights.Contains(layer.WeightName)).Select(layer => layer.Name);
    }
}
