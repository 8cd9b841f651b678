using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Layers;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>Expected seconds of layers, forward and backward, by <see cref="EngineCosts"/>.</summary>
/// <param name="costs">The costs.</param>
/// <param name="samples">Samples in a mini-batch.</param>
internal sealed class CostModel(EngineCosts costs, int samples)
{
    private const double Nano = 1e-9, Micro = 1e-6;

    // FLOPs of a weight and use: forward pass and input gradient, weight gradient.
    private const int OutputFlops = 4, WeightFlops = 2, AllFlops = OutputFlops + WeightFlops;

    // Vectors in the accumulators of a gather, and positions below which its tiles span blocks of samples.
    private const int Accumulators = 8, FewestPositions = 4;

    private readonly KernelCosts kernels = costs.OfKernels;
    private readonly int blocks = new BlockedShape(samples, 1, 1, 1).Blocks;

    // Lanes without a sample cost as much as others.
    private double Lanes => (double)blocks * BlockedShape.Lanes;

    /// <summary>A layer with libtorch.</summary>
    public double Dense(SparseLayer layer, LayerUse use) => DenseWork(layer, use) + (costs.DensePerLayer ?? 0) * Micro;

    /// <summary>The same in a network of ours: the change of layout, and a sparse weight written out, come on top.</summary>
    public double Converted(SparseLayer layer, LayerUse use) => DenseWork(layer, use)
        + (costs.ConvertedPerLayer ?? costs.DensePerLayer ?? 0) * Micro
        + Nano * (costs.LayoutChange * Numbers(layer, use) * Lanes + WriteOut(layer));

    /// <summary>A layer by the faster of our kernels.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="use">How a sample uses it.</param>
    /// <param name="captures">Whether each step captures the gradient at every position.</param>
    public (LayerKernels Kernels, double Seconds) Ours(SparseLayer layer, LayerUse use, bool captures)
    {
        bool hasPanels = kernels.Of(layer.Weight.Shape).PanelWeights is not null;
        (ConvolutionKernel Kernel, double Seconds) outputs = Faster(kernel => Outputs(layer, use, kernel));
        // A panel computes the gradient at every position, and that of the connections is part of it.
        (ConvolutionKernel Kernel, double Seconds) weights = captures && hasPanels
            ? (ConvolutionKernel.Panel, Weights(layer, use, ConvolutionKernel.Panel))
            : Faster(kernel => Weights(layer, use, kernel));
        double seconds = outputs.Seconds + weights.Seconds + kernels.PerLayer * Micro;
        return (new(outputs.Kernel, weights.Kernel), captures && !hasPanels ? seconds + EveryPosition(layer, use) : seconds);
    }

    /// <summary>Forward pass and input gradient by one of our kernels; infinite where it is not used.</summary>
    public double Outputs(SparseLayer layer, LayerUse use, ConvolutionKernel kernel)
    {
        LayerCosts of = kernels.Of(layer.Weight.Shape);
        return kernel == ConvolutionKernel.Gather
            ? Seconds(
                of.GatherOutputs, OutputFlops, layer.Weight.Connectivity.Count,
                Filled(use.PerSample, blocks, layer.Weight.Shape.FanIn == layer.Weight.Shape.Inputs, kernels.VectorBits), layer, use)
            : Seconds(of.PanelOutputs, OutputFlops, layer.Weight.Shape.Positions, use.PerSample * Lanes, layer, use);
    }

    /// <summary>Weight gradient by one of our kernels; infinite where it is not used.</summary>
    public double Weights(SparseLayer layer, LayerUse use, ConvolutionKernel kernel)
    {
        LayerCosts of = kernels.Of(layer.Weight.Shape);
        return kernel == ConvolutionKernel.Gather
            ? Seconds(of.GatherWeights, WeightFlops, layer.Weight.Connectivity.Count, use.PerSample * Lanes, layer, use)
            : Seconds(of.PanelWeights, WeightFlops, layer.Weight.Shape.Positions, use.PerSample * Lanes, layer, use);
    }

    /// <summary>What lies between the layers, dense throughout, and sparse weights written out.</summary>
    public double DenseRest(IEnumerable<(SparseLayer Layer, LayerUse Use)> layers) => Nano * layers.Sum(
        part => costs.DenseNeighbours * part.Layer.Weight.Shape.Outputs * part.Use.PerSample * samples + WriteOut(part.Layer));

    /// <summary>What lies between the layers with our kernels.</summary>
    public double OurRest(IEnumerable<(SparseLayer Layer, LayerUse Use)> layers) =>
        Nano * Lanes * layers.Sum(part => costs.SparseNeighbours * part.Layer.Weight.Shape.Outputs * part.Use.PerSample);

    private double DenseWork(SparseLayer layer, LayerUse use)
    {
        WeightShape weight = layer.Weight.Shape;
        bool isWindow = weight.FanIn > weight.Inputs;
        double rate = weight.Sizes.Count != 4 ? costs.DenseLinear : isWindow ? costs.DenseWindow : costs.DensePoint;
        double seconds = AllFlops * (double)use.PerSample * weight.Positions * samples / rate * Nano;
        if (isWindow) seconds += costs.DensePerNumber * Numbers(layer, use) * samples * Nano;
        return seconds + (costs.DensePerWeight ?? 0) * weight.Positions * Nano;
    }

    private static (ConvolutionKernel Kernel, double Seconds) Faster(Func<ConvolutionKernel, double> secondsOf)
    {
        double gather = secondsOf(ConvolutionKernel.Gather), panel = secondsOf(ConvolutionKernel.Panel);
        return panel < gather ? (ConvolutionKernel.Panel, panel) : (ConvolutionKernel.Gather, gather);
    }

    // By a gather over all positions, whose start is counted already.
    private double EveryPosition(SparseLayer layer, LayerUse use) =>
        WeightFlops * use.PerSample * Lanes * layer.Weight.Shape.Positions / kernels.Of(layer.Weight.Shape).GatherWeights.Gflops * Nano;

    private double Seconds(PassCosts? of, int flops, double weights, double uses, SparseLayer layer, LayerUse use) =>
        of is null ? double.PositiveInfinity
            : Nano * (flops * weights * uses / of.Gflops + of.PerWeight * weights + of.PerNumber * Numbers(layer, use) * Lanes);

    private double WriteOut(SparseLayer layer) =>
        layer.Weight.Connectivity.IsFull ? 0 : costs.WriteOut * layer.Weight.Shape.Positions;

    /// <summary>
    /// Lanes that a gather computes for each connection, those of accumulators that stay empty included: a group of them holds positions
    /// of one block of samples, or of the few blocks that a tile of very small maps spans.
    /// </summary>
    /// <param name="area">Positions of one sample.</param>
    /// <param name="blocks">Blocks of samples.</param>
    /// <param name="isPoint">Whether it is a linear layer or a 1×1 convolution, which joins all blocks where a map is one pixel.</param>
    /// <param name="vectorBits">Bits of the vectors; null counts no empty accumulators.</param>
    internal static double Filled(long area, int blocks, bool isPoint, int? vectorBits)
    {
        if (vectorBits is not { } bits) return (double)area * blocks * BlockedShape.Lanes;
        if (isPoint && area == 1) (area, blocks) = (blocks, 1);
        int group = Math.Max(1, Accumulators * bits / (8 * sizeof(float) * BlockedShape.Lanes));
        int span = area is > 0 and < FewestPositions ? (int)Math.Min(FewestPositions / area, blocks) : 1;
        double tiles = Math.Ceiling((double)blocks / span);
        return tiles * Math.Ceiling((double)span * area / group) * group * BlockedShape.Lanes;
    }

    // Numbers in input and output, for one sample.
    private static double Numbers(SparseLayer layer, LayerUse use) =>
        (double)use.PerSample * layer.Weight.Shape.Outputs + use.InputSizes.Aggregate(1.0, (product, size) => product * size);
}
