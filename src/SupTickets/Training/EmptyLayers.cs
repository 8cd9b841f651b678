using SupTickets.Networks;


namespace SupTickets.Training;

/// <summary>
/// Tells of layers without a connection, each once: nothing passes through such a layer, and a network whose every path leads through it
/// gives every image the same scores. Whatever prunes the whole network at once may leave one, and so may a budget of few connections.
/// </summary>
/// <param name="network">The network in training.</param>
internal sealed class EmptyLayers(SparseNetwork network)
{
    private readonly HashSet<string> told = [];
    private readonly HashSet<string> toldOfTickets = [];

    /// <summary>
    /// Takes the layers that are empty now, in training and in the superposition so far, for told: an earlier process did.
    /// </summary>
    public void Remember(NetworkState? superposed)
    {
        told.UnionWith(Empty());
        if (superposed is not null) toldOfTickets.UnionWith(Empty(superposed));
    }

    /// <summary>What to say after <paramref name="finished"/> steps: of layers that are empty now and were not when last asked.</summary>
    public Warning? News(long finished)
    {
        string[] empty = [.. Empty()], fresh = [.. empty.Where(name => !told.Contains(name))];
        // What has grown again is told of again.
        told.Clear();
        told.UnionWith(empty);
        return EmptyLayerNotice.Of(fresh) is { } words ? new(finished, "topology", words) : null;
    }

    /// <summary>The same of the superposition, for layers that the averaging and pruning of tickets emptied.</summary>
    public Warning? News(long finished, NetworkState superposed)
    {
        string[] empty = [.. Empty(superposed)], fresh = [.. empty.Where(name => !told.Contains(name) && !toldOfTickets.Contains(name))];
        // As it is remembered when a run goes on.
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
