using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>What layers of one kind cost: libtorch, our gather and our panels on the same layers, turn by turn.</summary>
internal sealed class LayerCalibration
{
    private const int Densities = 2;
    private const double Thin = 0.1, Thick = 0.5, Nano = 1e9, Least = 1e-6;

    private readonly Passes dense = new(), gatherOutputs = new(), gatherWeights = new(), panelOutputs = new(), panelWeights = new();

    /// <summary>Measures layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="kernel">Pixels on each side of their kernel; 0 where they are linear.</param>
    /// <param name="tell">Called after each measurement, <see cref="MeasurementsOf"/> times.</param>
    public LayerCalibration(IReadOnlyList<CalibrationLayer> layers, int kernel, Action tell)
    {
        foreach (CalibrationLayer layer in layers)
        {
            foreach (double density in new[] { Thin, Thick })
            {
                Measure(layer, kernel == 0 ? new(layer.Outputs, layer.Inputs) : new(layer.Outputs, layer.Inputs, kernel, kernel), density);
                tell();
            }
        }
    }

    /// <summary>What our kernels cost.</summary>
    /// <param name="byNumber">Whether numbers of input and output cost by themselves.</param>
    public LayerCosts Ours(bool byNumber = true) => new()
    {
        GatherOutputs = gatherOutputs.Costs(byNumber: byNumber),
        GatherWeights = gatherWeights.Costs(byNumber: byNumber),
        PanelOutputs = panelOutputs.Costs(byNumber: byNumber),
        PanelWeights = panelWeights.Costs(byNumber: byNumber),
    };

    /// <summary>How many measurements so many layers are.</summary>
    public static int MeasurementsOf(int layers) => Densities * layers;

    /// <summary>What libtorch costs, by FLOPs and by what else is asked for.</summary>
    /// <param name="byWeight">Whether weights cost by themselves.</param>
    /// <param name="byNumber">Whether numbers of input and output do.</param>
    public PassCosts Dense(bool byWeight, bool byNumber) => dense.Costs(byWeight, byNumber);

    private void Measure(CalibrationLayer layer, WeightShape weight, double density)
    {
        using SparseNetwork network = SingleLayer.Network(weight, layer.Side, 1, Density.FromValue(density));
        using var scope = NewDisposeScope();
        SparseLayer sparse = network.Layers[0];
        BlockedShape input = new(layer.Samples, layer.Inputs, layer.Side, layer.Side);
        using KernelLoad gather = new(sparse.Module, new(ConvolutionKernel.Gather, ConvolutionKernel.Gather), input);
        using KernelLoad panel = new(sparse.Module, new(ConvolutionKernel.Panel, ConvolutionKernel.Panel), input);
        // Contiguous, as a dense layer between sparse ones gets it.
        double[] seconds = CalibrationTimer.Seconds(
            DenseLoad.Of(sparse, layer.Samples, isChannelsLast: false), gather.Outputs, gather.Weights, panel.Outputs, panel.Weights);
        double uses = layer.Side * layer.Side, numbers = uses * (layer.Inputs + layer.Outputs), lanes = input.Blocks * BlockedShape.Lanes;
        double filled = CostModel.Filled(
            (long)uses, input.Blocks, weight.FanIn == weight.Inputs, VectorWidth.Bits);
        double positions = weight.Positions, connections = sparse.Weight.Connectivity.Count;
        dense.Add(6 * positions * uses * layer.Samples, positions, numbers * layer.Samples, seconds[0]);
        gatherOutputs.Add(4 * connections * filled, connections, numbers * lanes, seconds[1]);
        gatherWeights.Add(2 * connections * uses * lanes, connections, numbers * lanes, seconds[2]);
        panelOutputs.Add(4 * positions * uses * lanes, positions, numbers * lanes, seconds[3]);
        panelWeights.Add(2 * positions * uses * lanes, positions, numbers * lanes, seconds[4]);
    }

    /// <summary>Measurements of one kernel: FLOPs, weights, numbers, seconds.</summary>
    private sealed class Passes
    {
        private readonly List<double[]> terms = [];
        private readonly List<double> seconds = [];

        public void Add(double flops, double weights, double numbers, double taken)
        {
            terms.Add([flops, weights, numbers]);
            seconds.Add(taken);
        }

        // Costs are above 0, and no machine computes more than 10¹⁵ FLOPs a second.
        public PassCosts Costs(bool byWeight = true, bool byNumber = true)
        {
            double[] factors = NonNegativeFit.Of(
                [.. terms.Select(row => new[] { row[0], byWeight ? row[1] : 0, byNumber ? row[2] : 0 })], seconds);
            return new()
            {
                Gflops = 1 / Math.Max(factors[0] * Nano, Least),
                PerWeight = Math.Max(factors[1] * Nano, Least),
                PerNumber = Math.Max(factors[2] * Nano, Least),
            };
        }
    }
}
