using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Methods;

/// <summary>
/// SNIP (Lee et al., 2019): keeps the connections with the largest saliency |w·∂L/∂w| of the whole network, measured once before training.
/// No layer is guaranteed a connection, so a layer may become empty at high sparsity.
/// </summary>
/// <param name="batches">Mini-batches whose gradients are averaged.</param>
/// <param name="batchSize">Samples in each.</param>
/// <param name="redraw">Weights drawn for scoring only; null scores the network's own.</param>
internal sealed class SnipTopology(int batches, int batchSize, Initialization? redraw) : IInitialTopology
{
    /// <inheritdoc/>
    public void Apply(SparseNetwork network, Density density, IGradientSource gradients, Seed seed)
    {
        NetworkState own = network.Snapshot();
        if (redraw is not null) Redraw(network, redraw, seed);
        gradients.Accumulate(network, batches, batchSize);
        float[][] saliency = [.. network.Sparsifiable.Select(layer => Saliency(layer.Weight))];
        network.Restore(own);
        int[][] kept = Selection.LargestAcross(saliency, density.CountOf(network.Positions));
        foreach ((SparseLayer layer, int[] positions) in network.Sparsifiable.Zip(kept))
            layer.Weight.Rewire(Connectivity.Of(positions, layer.Weight.Shape.Positions));
    }

    private static void Redraw(SparseNetwork network, Initialization initialization, Seed seed)
    {
        foreach (SparseLayer layer in network.Layers)
        {
            float[] weights = new float[layer.Weight.Shape.Positions];
            initialization(layer.Weight.Shape, seed.For(layer.Name).Stream(), weights);
            layer.Weight.Restore(Connectivity.Full(weights.Length), weights);
        }
    }

    private static float[] Saliency(SparseWeight weight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor gradient = weight.Values.grad ?? throw new InvalidOperationException("the gradient source left no gradient");
        return (weight.Values * gradient).abs().cpu().data<float>().ToArray();
    }
}
