using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>Copies the whole state of a network to the host, and back into it.</summary>
internal static class NetworkSnapshot
{
    /// <summary>A snapshot on the host that shares nothing mutable with the network.</summary>
    public static NetworkState Of(SparseNetwork network)
    {
        using var scope = NewDisposeScope();
        SparseLayerState[] layers =
        [
            .. network.Layers.Select(layer =>
                new SparseLayerState(layer.WeightName, layer.Weight.Shape, layer.Weight.Connectivity, layer.Weight.ValuesOnHost())),
        ];
        return new(layers, [.. network.DenseTensors().Select(named => StateTensors.OnHost(named.Name, named.Tensor))]);
    }

    /// <summary>Restores connectivity, values and every dense parameter and buffer; optimizer state starts empty.</summary>
    /// <exception cref="ArgumentException">A name or shape differs from the network's.</exception>
    public static void Restore(SparseNetwork network, NetworkState state)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        NetworkStateFit.Require(network, state);
        (string Name, Tensor Tensor)[] dense = [.. network.DenseTensors()];
        Dictionary<string, SparseLayerState> layers = state.Layers.ToDictionary(layer => layer.Name);
        foreach (SparseLayer layer in network.Layers)
            layer.Module.Restore(layers[layer.WeightName].Connectivity, layers[layer.WeightName].Values);
        Dictionary<string, StateTensor> tensors = state.Tensors.ToDictionary(tensor => tensor.Name);
        foreach ((string name, Tensor to) in dense) tensors[name].CopyTo(to);
    }
}
