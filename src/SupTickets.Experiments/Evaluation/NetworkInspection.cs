using SupTickets.Allocation;
using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Evaluation;

/// <summary>Reports on networks, planned or existing.</summary>
public static class NetworkInspection
{
    /// <summary>The network a recipe would start with. No weight is drawn and nothing is computed.</summary>
    /// <param name="model">Architecture and width.</param>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">How many classes it tells apart.</param>
    /// <param name="rule">How connections are shared among the layers.</param>
    /// <param name="sparsity">Share of the positions without one, in [0, 1).</param>
    /// <param name="keepDense">Names of layers that keep all of theirs, outside the budget.</param>
    /// <exception cref="UnknownNameException">The model or a layer to keep dense is unknown.</exception>
    /// <exception cref="ArgumentException">The model cannot take such images, or sparsity or width is out of range.</exception>
    public static NetworkReport Planned(
        ModelOptions model, ImageShape input, int classes, AllocationRule rule, double sparsity, IReadOnlyList<string> keepDense)
    {
        Density density = Density.FromSparsity(sparsity);
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create(model.Name, classes, input, model.Width), keepDense);
        network.Measure(input);
        NetworkBudget budget = rule.Allocate(
            [.. network.Layers.Select(layer => new LayerShape(layer.Name, layer.Weight.Shape))], density, keepDense);
        LayerReport[] layers = [.. network.Layers.Zip(budget.Layers, (layer, share) => Report(layer, share.Count, share.Density))];
        return new(
            model.Name, input.ToString(), classes, rule.Name, sparsity, layers, Totals(network, layers))
        { Warnings = Warnings(layers) };
    }

    /// <summary>
    /// A network as it is now, with the densities its layers have. It must have been measured for <paramref name="input"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It has not been measured.</exception>
    public static NetworkReport Actual(SparseNetwork network, string model, ImageShape input, int classes, string init)
    {
        LayerReport[] layers =
        [
            .. network.Layers.Select(layer => Report(
                layer, layer.Weight.Connectivity.Count, (double)layer.Weight.Connectivity.Count / layer.Weight.Shape.Positions)),
        ];
        NetworkTotals totals = Totals(network, layers);
        return new(model, input.ToString(), classes, init, 1 - totals.Density, layers, totals) { Warnings = Warnings(layers) };
    }

    private static string[] Warnings(LayerReport[] layers) =>
        EmptyLayerNotice.Of([.. layers.Where(layer => layer.Connections == 0).Select(layer => layer.Name)]) is { } words ? [words] : [];

    private static LayerReport Report(SparseLayer layer, long connections, double density) => new(
        layer.Name, layer.Weight.Shape.Sizes, layer.Weight.Shape.Positions, connections, density, FlopCount.Macs(layer), density < 1);

    private static NetworkTotals Totals(SparseNetwork network, LayerReport[] layers)
    {
        HashSet<string> sharing = [.. network.Sparsifiable.Select(layer => layer.Name)];
        long connections = layers.Where(layer => sharing.Contains(layer.Name)).Sum(layer => layer.Connections);
        long others = network.DenseParameters().Sum(named => named.Parameter.numel());
        long flops = layers.Sum(layer => 2 * (layer.Macs / layer.Parameters) * layer.Connections);
        long dense = FlopCount.DenseInference(network);
        return new(
            network.Positions,
            connections,
            (double)connections / network.Positions,
            layers.Sum(layer => layer.Parameters) + others,
            flops,
            dense,
            (double)flops / dense,
            FlopCount.ForwardPassesPerTrainingSample * flops,
            FlopCount.ForwardPassesPerTrainingSample * dense,
            (double)flops / dense);
    }
}
