using System.Diagnostics;
using SupTickets.Kernels.Layout;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// Times one layer by itself, forward and backward, on random numbers: libtorch over all positions, our kernels over the connections.
/// </summary>
public static class LayerBenchmark
{
    private const int Repeats = 3;

    // FLOPs of a connection and use: forward, input gradient and weight gradient, two each.
    private const int FlopsPerUse = 6;

    private const long MostNumbers = 1L << 28;

    /// <summary>Times a layer with random connections.</summary>
    /// <param name="settings">What to time.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="ArgumentException">
    /// A size is not positive or does not fit the others, or input or output have more numbers than are timed.
    /// </exception>
    public static LayerTiming Measure(LayerBenchmarkSettings settings, CancellationToken cancellation)
    {
        WeightShape weight = settings.Weight;
        (int side, int stride) = SideAndStride(settings);
        RequireFit(settings);
        using SparseNetwork network = SingleLayer.Network(weight, side, stride, Density.FromSparsity(settings.Sparsity));
        (network.Engine, network.Costs) = (Engine.Sparse, settings.Costs);
        LayerChoice choice = network.Choose(settings.Samples, SingleLayer.Image(weight, side)).Layers[0];
        return Measure(network.Layers[0], choice, settings.Samples, cancellation);
    }

    /// <summary>Times a measured layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="choice">Its engine in the network, and the kernels of ours that are timed.</param>
    /// <param name="samples">Samples in a mini-batch.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    internal static LayerTiming Measure(SparseLayer layer, LayerChoice choice, int samples, CancellationToken cancellation)
    {
        IReadOnlyList<long> sizes = layer.Module.InputSizes;
        BlockedShape input = sizes is [var channels, var height, var width] ? new(samples, (int)channels, (int)height, (int)width)
            : new(samples, (int)sizes[0], 1, 1);
        double[] contiguous = new double[Repeats], channelsLast = new double[Repeats], sparse = new double[Repeats];
        using KernelLoad ours = new(layer.Module, choice.Kernels.ToKernels(), input);
        using var scope = NewDisposeScope();
        // Timed in both memory layouts; the faster one is compared.
        Action planes = DenseLoad.Of(layer, samples, isChannelsLast: false);
        Action pixels = input.Area == 1 ? planes : DenseLoad.Of(layer, samples, isChannelsLast: true);
        planes();
        pixels();
        TimingWarmUp.Run(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            ours.Run();
        });
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            (contiguous[repeat], channelsLast[repeat], sparse[repeat]) = (Seconds(planes), Seconds(pixels), Seconds(ours.Run));
        }

        double uses = FlopsPerUse * (double)layer.Module.UsesPerSample * samples / 1e9;
        (double denseSeconds, double sparseSeconds) = (Math.Min(Median.Of(contiguous), Median.Of(channelsLast)), Median.Of(sparse));
        int connections = layer.Weight.Connectivity.Count, positions = layer.Weight.Shape.Positions;
        return new(
            layer.Name, [.. layer.Weight.Shape.Sizes], (double)connections / positions, choice.Engine,
            denseSeconds, sparseSeconds, uses * positions / denseSeconds, uses * connections / sparseSeconds)
        {
            Kernels = choice.Kernels,
        };
    }

    /// <summary>Checks that the settings can be timed.</summary>
    /// <exception cref="ArgumentException">
    /// A size is not positive or does not fit the others, or input or output have more numbers than are timed.
    /// </exception>
    public static void RequireFit(LayerBenchmarkSettings settings)
    {
        (int side, int stride) = SideAndStride(settings);
        foreach ((string name, int size) in new[]
        {
            ("the input's side", side),
            ("the stride", stride),
            ("the mini-batch", settings.Samples),
        })
        {
            if (size < 1) throw new ArgumentException($"{name} is {size}; allowed: a whole number of at least 1");
        }

        WeightShape weight = settings.Weight;
        if (stride > side) throw new ArgumentException($"the stride is {stride}; allowed: at most the input's side, {side}");
        long reach = 2L * side + 1;
        if (weight.Sizes.Skip(2).Any(kernel => kernel > reach))
            throw new ArgumentException($"the kernel of {weight} is larger than the padded input; allowed: at most {reach} pixels on a "
                + $"side, for an input of {side}");
        // Kernels index pixels by int and pad samples to whole blocks; libtorch holds as many numbers again.
        Int128 blocked = ((Int128)settings.Samples + BlockedShape.Lanes - 1) / BlockedShape.Lanes * BlockedShape.Lanes;
        (Int128 height, Int128 width) = weight.Sizes.Count == 2 ? (1, 1) : (OutputSide(weight.Sizes[2]), OutputSide(weight.Sizes[3]));
        foreach ((string name, long channels, Int128 rows, Int128 columns) in new[]
        {
            ("input", weight.Inputs, side, side),
            ("output", weight.Outputs, height, width),
        })
        {
            Int128 numbers = blocked * channels * rows * columns;
            if (numbers > MostNumbers)
            {
                throw new ArgumentException(
                    $"the {name} of {settings.Samples} samples of {channels}x{rows}x{columns} takes {numbers} numbers, samples in blocks "
                    + $"of {BlockedShape.Lanes}; "
                    + $"at most {MostNumbers} are timed: take a smaller batch or side");
            }
        }

        Int128 OutputSide(long kernel) => ((Int128)side + 2 * (kernel / 2) - kernel) / stride + 1;
    }

    private static (int Side, int Stride) SideAndStride(LayerBenchmarkSettings settings) =>
        settings.Weight.Sizes.Count == 2 ? (1, 1) : (settings.Side, settings.Stride);

    private static double Seconds(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
