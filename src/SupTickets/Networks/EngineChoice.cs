using SupTickets.Kernels.Layout;
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

    private const double Nano = 1e-9;
    private const int Passes = 3;

    /// <summary>The choice for mini-batches of <paramref name="samples"/> images, for layers of the given uses.</summary>
    internal static EngineChoice Of(SparseNetwork network, IReadOnlyList<LayerUse> uses, Engine wanted, int samples, EngineCosts costs)
    {
        // Lanes without a sample cost as much as others.
        double lanes = new BlockedShape(samples, 1, 1, 1).Blocks * BlockedShape.Lanes;
        LayerChoice[] layers = [.. network.Layers.Zip(uses, (layer, use) => Of(network, layer, use, wanted, samples, lanes, costs))];
        double numbers = network.Layers.Zip(uses, (layer, use) => (double)layer.Weight.Shape.Outputs * use.PerSample).Sum();
        double writtenOut = network.Layers.Where(layer => !layer.Weight.Connectivity.IsFull).Sum(
            layer => (double)layer.Weight.Shape.Positions);
        double dense = layers.Sum(layer => layer.DenseSeconds)
            + Nano * (costs.DenseNeighbours * numbers * samples + costs.WriteOut * writtenOut);
        double sparse = Nano * costs.SparseNeighbours * numbers * lanes
            + layers.Zip(network.Layers, uses).Sum(part => part.First.Engine == Engine.Sparse ? part.First.SparseSeconds : ConvertedSeconds(
                part.First, part.Second, part.Third, lanes, costs));
        Engine chosen = wanted == Engine.Auto ? (sparse < dense ? Engine.Sparse : Engine.Dense) : wanted;
        return new(
            chosen, chosen == Engine.Dense ? [.. layers.Select(layer => layer with { Engine = Engine.Dense })] : layers, dense, sparse);
    }

    private static LayerChoice Of(
        SparseNetwork network, SparseLayer layer, LayerUse use, Engine wanted, int samples, double lanes, EngineCosts costs)
    {
        double uses = use.PerSample;
        int connections = layer.Weight.Connectivity.Count;
        bool isWindow = layer.Weight.Shape.FanIn > layer.Weight.Shape.Inputs;
        (double denseRate, double sparseRate) = layer.Weight.Shape.Sizes.Count == 4
            ? isWindow ? (costs.DenseWindow, costs.SparseWindow) : (costs.DensePoint, costs.SparsePoint)
            : (costs.DenseLinear, costs.SparseLinear);
        double dense = Passes * 2 * uses * layer.Weight.Shape.Positions * samples / denseRate * Nano;
        if (isWindow) dense += costs.DensePerNumber * Numbers(layer, use) * samples * Nano;
        double sparse = Passes * 2 * uses * connections * lanes / sparseRate * Nano
            + costs.SparsePerNumber * Numbers(layer, use) * lanes * Nano;
        // The dense engine has the gradient at every position anyway.
        if (network.CapturesEveryStep && !layer.StaysDense && !layer.Weight.Connectivity.IsFull)
            sparse += 2 * uses * layer.Weight.Shape.Positions * lanes / sparseRate * Nano;
        LayerChoice choice = new(layer.Name, (double)connections / layer.Weight.Shape.Positions, Engine.Sparse, dense, sparse);
        return wanted == Engine.Auto && ConvertedSeconds(choice, layer, use, lanes, costs) < sparse ? choice with { Engine = Engine.Dense }
            : choice;
    }

    private static double ConvertedSeconds(LayerChoice choice, SparseLayer layer, LayerUse use, double lanes, EngineCosts costs) =>
        choice.DenseSeconds
        + Nano * (costs.LayoutChange * Numbers(layer, use) * lanes
            + (layer.Weight.Connectivity.IsFull ? 0 : costs.WriteOut * layer.Weight.Shape.Positions));

    // Numbers in input and output, for one sample.
    private static double Numbers(SparseLayer layer, LayerUse use) =>
        (double)use.PerSample * layer.Weight.Shape.Outputs + use.InputSizes.Aggregate(1.0, (product, size) => product * size);
}
