using SupTickets.Layers;

namespace SupTickets.Networks;

/// <summary>
/// How a network computes: densely, or on our kernels with an engine for each layer. It follows from shapes, densities and costs alone.
/// </summary>
/// <param name="Network"><see cref="Engine.Dense"/>, or <see cref="Engine.Sparse"/> with each layer as chosen.</param>
/// <param name="Layers">The layers, in network order.</param>
/// <param name="DenseSeconds">Expected seconds of a training step, dense throughout.</param>
/// <param name="SparseSeconds">Expected seconds with each layer as chosen.</param>
internal sealed record EngineChoice(Engine Network, IReadOnlyList<LayerChoice> Layers, double DenseSeconds, double SparseSeconds)
{
    /// <summary>
    /// Why <see cref="Engine.Auto"/> had to choose dense: parts that the sparse engine cannot compute, or a device. Null if it could
    /// choose.
    /// </summary>
    public string? Obstacle { get; init; }

    /// <summary>The choice for mini-batches of <paramref name="samples"/> images, for layers of the given uses.</summary>
    internal static EngineChoice Of(SparseNetwork network, IReadOnlyList<LayerUse> uses, Engine wanted, int samples, EngineCosts costs)
    {
        CostModel model = new(costs, samples);
        (SparseLayer Layer, LayerUse Use)[] parts = [.. network.Layers.Zip(uses)];
        LayerChoice[] layers = [.. parts.Select(part => Of(model, network, part.Layer, part.Use, wanted))];
        double dense = layers.Sum(layer => layer.DenseSeconds) + model.DenseRest(parts);
        double sparse = model.OurRest(parts) + layers.Zip(parts).Sum(pair => pair.First.Engine == Engine.Sparse
            ? pair.First.SparseSeconds
            : model.Converted(pair.Second.Layer, pair.Second.Use));
        Engine chosen = wanted == Engine.Auto ? (sparse < dense ? Engine.Sparse : Engine.Dense) : wanted;
        return new(
            chosen, chosen == Engine.Dense ? [.. layers.Select(layer => layer with { Engine = Engine.Dense })] : layers, dense, sparse);
    }

    private static LayerChoice Of(CostModel model, SparseNetwork network, SparseLayer layer, LayerUse use, Engine wanted)
    {
        // The dense engine has the gradient at every position anyway.
        bool captures = network.CapturesEveryStep && !layer.StaysDense && !layer.Weight.Connectivity.IsFull;
        (LayerKernels kernels, double ours) = model.Ours(layer, use, captures);
        Engine engine = wanted == Engine.Auto && model.Converted(layer, use) < ours ? Engine.Dense : Engine.Sparse;
        return new(
            layer.Name, (double)layer.Weight.Connectivity.Count / layer.Weight.Shape.Positions, engine, kernels, model.Dense(layer, use),
            ours);
    }
}
