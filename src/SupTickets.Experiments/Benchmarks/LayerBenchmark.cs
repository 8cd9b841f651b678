using System.Diagnostics;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// Times one layer by itself, forward and backward, on random numbers: libtorch over all positions, our kernels over the connections.
/// </summary>
public static unsafe class LayerBenchmark
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
        bool isLinear = weight.Sizes.Count == 2;
        (int side, int stride) = SideAndStride(settings);
        RequireFit(settings);
        SparseLayerModule module = isLinear
            ? new SparseLinear((int)weight.Inputs, (int)weight.Outputs, BiasKind.None)
            : new SparseConv2d(weight, new((stride, stride), ((int)weight.Sizes[2] / 2, (int)weight.Sizes[3] / 2), (1, 1)), BiasKind.None);
        using SparseNetwork network = new(
            isLinear ? nn.Sequential(("flatten", new Flatten()), ("layer", module)) : nn.Sequential(("layer", module)));
        network.Initialize(new Seed(0));
        network.Measure(new ImageShape((int)weight.Inputs, side, side));
        int count = (int)Density.FromSparsity(settings.Sparsity).CountOf(weight.Positions);
        module.Weight.Rewire(Connectivity.Random(weight.Positions, count, new Seed(1).Stream()));
        return Measure(network.Layers[0], Engine.Sparse, settings.Samples, cancellation, settings.IsContiguous);
    }

    /// <summary>Times a measured layer.</summary>
    internal static LayerTiming Measure(
        SparseLayer layer, Engine engine, int samples, CancellationToken cancellation, bool isContiguous = false)
    {
        IReadOnlyList<long> sizes = layer.Module.InputSizes;
        BlockedShape input = sizes is [var channels, var height, var width] ? new(samples, (int)channels, (int)height, (int)width)
            : new(samples, (int)sizes[0], 1, 1);
        double[] contiguous = new double[Repeats], channelsLast = new double[Repeats], sparse = new double[Repeats];
        using SparseLoad ours = new(layer, input);
        using var scope = NewDisposeScope();
        Action planes = DensePass(layer, samples, isChannelsLast: false), pixels = input.Area == 1 || isContiguous ? planes : DensePass(
            layer, samples, isChannelsLast: true);
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
            layer.Name, [.. layer.Weight.Shape.Sizes], (double)connections / positions, engine,
            denseSeconds, sparseSeconds, uses * positions / denseSeconds, uses * connections / sparseSeconds);
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

    // Timed in both memory layouts; the faster one is compared.
    private static Action DensePass(SparseLayer layer, int samples, bool isChannelsLast)
    {
        Tensor images = Images([samples, .. layer.Module.InputSizes], isChannelsLast).requires_grad_(true);
        Tensor weight = rand([.. layer.Weight.Shape.Sizes]).requires_grad_(true);
        ConvolutionShape shape = layer.Module.KernelShape;
        long[] stride = [shape.Vertical.Stride, shape.Horizontal.Stride], padding = [shape.Vertical.Padding, shape.Horizontal.Padding],
            dilation = [shape.Vertical.Dilation, shape.Horizontal.Dilation];
        if (layer.Weight.Shape.Sizes.Count == 4) LibTorchSafety.Require(shape, images, weight, hasBias: false);
        using var scope = NewDisposeScope();
        Tensor gradient = rand_like(Forward()).MoveToOuterDisposeScope();
        return () =>
        {
            using var inner = NewDisposeScope();

            // Cleared, since adding to an existing gradient costs a pass that training does not have.
            (images.grad, weight.grad) = (null, null);
            Forward().backward([gradient]);
        };

        Tensor Forward() => layer.Weight.Shape.Sizes.Count == 4
            ? nn.functional.conv2d(images, weight, null, stride, padding, dilation)
            : nn.functional.linear(images, weight);
    }

    private static Tensor Images(long[] sizes, bool isChannelsLast) =>
        sizes is [var samples, var channels, var height, var width] && isChannelsLast ? rand(samples, height, width, channels)
            .permute(0, 3, 1, 2) : rand(sizes);

    private sealed class SparseLoad : IDisposable
    {
        private readonly KernelScratch scratch = new(get_num_threads());
        private readonly SparseConvolution convolution;
        private readonly AlignedFloats x, y, dx, values, gradient;

        public SparseLoad(SparseLayer layer, BlockedShape input)
        {
            ConnectionLayout connections = layer.Module.Connections();
            convolution = new(connections, input);
            (x, y, dx) = (new(input.Length), new(convolution.Output.Length), new(input.Length));
            (values, gradient) = (new(connections.Connections), new(connections.Connections));
            foreach (AlignedFloats memory in new[] { x, y, values }) memory.Span.Fill(0.5f);
        }

        public void Run()
        {
            convolution.Forward(scratch, values.Pointer, null, x.Pointer, y.Pointer);
            convolution.InputGradient(scratch, values.Pointer, y.Pointer, dx.Pointer, GradientStore.Write);
            convolution.WeightGradient(scratch, x.Pointer, y.Pointer, gradient.Pointer);
        }

        public void Dispose()
        {
            scratch.Dispose();
            foreach (AlignedFloats memory in new[] { x, y, dx, values, gradient }) memory.Dispose();
        }
    }
}
