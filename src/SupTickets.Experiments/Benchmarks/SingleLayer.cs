using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>A network of one layer, which is measured by itself.</summary>
internal static class SingleLayer
{
    /// <summary>The layer with random connections; a convolution is padded to keep the size of its input.</summary>
    /// <param name="weight">Shape of the weight: a linear layer where it has two sizes.</param>
    /// <param name="side">Pixels on each side of the input; 1 where it is linear.</param>
    /// <param name="stride">Distance between two outputs of a convolution.</param>
    /// <param name="density">Share of positions that are connected.</param>
    public static SparseNetwork Network(WeightShape weight, int side, int stride, Density density)
    {
        bool isLinear = weight.Sizes.Count == 2;
        SparseLayerModule module = isLinear
            ? new SparseLinear((int)weight.Inputs, (int)weight.Outputs, BiasKind.None)
            : new SparseConv2d(weight, new((stride, stride), ((int)weight.Sizes[2] / 2, (int)weight.Sizes[3] / 2), (1, 1)), BiasKind.None);
        SparseNetwork network = new(
            isLinear
                ? nn.Sequential(("flatten", new Flatten()), ("layer", module))
                : nn.Sequential(("layer", module), ("flatten", new Flatten())));
        network.Initialize(new Seed(0));
        network.Measure(Image(weight, side));
        module.Weight.Rewire(
            Connectivity.Random(weight.Positions, (int)density.CountOf(weight.Positions), new Seed(1).Stream()));
        return network;
    }

    /// <summary>The images that it takes.</summary>
    public static ImageShape Image(WeightShape weight, int side) => new((int)weight.Inputs, side, side);
}
