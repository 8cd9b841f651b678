namespace SupTickets.Networks;

/// <summary>A network's whole state on the host. It is a read-only snapshot: nothing done to it changes the network in training.</summary>
/// <param name="Layers">Sparse weights, in network order.</param>
/// <param name="Tensors">Every other parameter and buffer, in network order.</param>
public sealed record NetworkState(IReadOnlyList<SparseLayerState> Layers, IReadOnlyList<StateTensor> Tensors)
{
    /// <summary>Connections of all layers together.</summary>
    public long Connections => Layers.Sum(layer => (long)layer.Connectivity.Count);

    /// <summary>Positions of all layers together, N.</summary>
    public long Positions => Layers.Sum(layer => (long)layer.Shape.Positions);
}
