using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// Measures <see cref="EngineCosts"/> on this machine: a few layers and the operations between them, with libtorch and with our kernels.
/// </summary>
public static unsafe class EngineCalibration
{
    private const int Rest = 7;
    private const double Nano = 1e9, Micro = 1e6, Least = 1e-6;

    // Layers of the two networks whose difference is what one more layer takes.
    private const int FewLayers = 2, ManyLayers = 10;

    /// <summary>Takes about a minute on two cores.</summary>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two layers.</param>
    public static EngineCosts Measure(IProgress<double>? progress, CancellationToken cancellation) =>
        Measure(new(), progress, cancellation);

    /// <summary>The same on layers of other sizes.</summary>
    internal static EngineCosts Measure(CalibrationLoad load, IProgress<double>? progress, CancellationToken cancellation)
    {
        int done = 0, all = LayerCalibration.MeasurementsOf(load.Windows.Count + load.Points.Count + load.Linears.Count) + Rest;
        void Tell()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)++done / all);
        }

        double Told(double cost)
        {
            Tell();
            return Math.Max(cost, Least);
        }

        cancellation.ThrowIfCancellationRequested();
        WarmUp();
        LayerCalibration windows = new(load.Windows, 3, Tell), points = new(load.Points, 1, Tell), linears = new(load.Linears, 0, Tell);
        CalibrationLayer between = load.Between;
        BlockedShape shape = new(between.Samples, between.Inputs, between.Side, between.Side);
        PassCosts window = windows.Dense(byWeight: false, byNumber: true), linear = linears.Dense(byWeight: true, byNumber: false);
        return new()
        {
            OneDnn = LibTorchSafety.State.OneDnn,
            DenseWindow = window.Gflops,
            DensePerNumber = window.PerNumber,
            DensePoint = points.Dense(byWeight: false, byNumber: false).Gflops,
            DenseLinear = linear.Gflops,
            DensePerWeight = linear.PerWeight,
            DensePerLayer = Told(PerLayer(Engine.Dense, EngineCosts.Here)),
            ConvertedPerLayer = Told(PerLayer(Engine.Auto, FreeConvolutions)),
            Kernels = new()
            {
                VectorBits = VectorWidth.Bits,
                Window = windows.Ours(),
                Point = points.Ours(),
                Linear = linears.Ours(byNumber: false),
                PerLayer = Told(PerLayer(Engine.Sparse, EngineCosts.Here)),
            },
            DenseNeighbours = Told(DenseNeighbours(shape)),
            SparseNeighbours = Told(SparseNeighbours(shape)),
            LayoutChange = Told(LayoutChange(shape)),
            WriteOut = Told(WriteOut(load.WrittenOut)),
        };
    }

    // With these libtorch computes the convolutions of a network, and our kernels what lies between.
    private static EngineCosts FreeConvolutions => EngineCosts.Here with
    {
        DenseWindow = 1 / Least,
        DensePerNumber = Least,
        DensePerWeight = null,
        DensePerLayer = null,
        ConvertedPerLayer = null,
        LayoutChange = Least,
        DenseNeighbours = 1 / Least,
    };

    // So that the runtime has compiled every kernel well before the first measurement.
    private static void WarmUp()
    {
        foreach ((int kernel, int side) in new[] { (3, 8), (1, 8), (0, 1) })
        {
            WeightShape weight = kernel == 0 ? new(64, 64) : new(64, 64, kernel, kernel);
            using SparseNetwork network = SingleLayer.Network(weight, side, 1, Density.FromSparsity(0.5));
            BlockedShape input = new(16, 64, side, side);
            foreach (ConvolutionKernel kind in Enum.GetValues<ConvolutionKernel>())
            {
                using KernelLoad ours = new(network.Layers[0].Module, new(kind, kind), input);
                TimingWarmUp.Run(ours.Run);
            }
        }
    }

    // Microseconds of one layer with batch norm and ReLU in a step: of tiny ones, on a single image.
    private static double PerLayer(Engine engine, EngineCosts costs) =>
        (StepOf(engine, costs, ManyLayers) - StepOf(engine, costs, FewLayers)) / (ManyLayers - FewLayers) * Micro;

    private static double StepOf(Engine engine, EngineCosts costs, int layers)
    {
        const int Channels = 4, Side = 2;
        IEnumerable<(string, nn.Module<Tensor, Tensor>)> blocks = Enumerable.Range(0, layers).SelectMany(
            (int i) => new (string, nn.Module<Tensor, Tensor>)[]
            {
                ($"conv{i}", new SparseConv2d(Channels, Channels, 3, padding: 1, bias: BiasKind.None)),
                ($"norm{i}", new BatchNorm(Channels)),
                ($"relu{i}", new Relu()),
            });
        using SparseNetwork network = new(nn.Sequential([.. blocks, ("flatten", new SupTickets.Layers.Flatten())]))
        {
            Engine = engine,
            Costs = costs,
        };
        network.Initialize(new Seed(0));
        network.train();
        using Tensor images = rand(1, Channels, Side, Side);
        return Timed(() =>
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            network.call(images).sum().backward();
        });
    }

    private static double DenseNeighbours(BlockedShape shape)
    {
        using var scope = NewDisposeScope();
        using BatchNorm norm = new(shape.Channels);
        long[] sizes = [shape.Samples, shape.Channels, shape.Height, shape.Width];
        Tensor x = rand(sizes).requires_grad_(true), gradient = rand(sizes);
        return PerNumber(x.numel(), () =>
        {
            using var inner = NewDisposeScope();
            x.grad = null;
            norm.call(x).relu_().backward([gradient]);
        });
    }

    private static double SparseNeighbours(BlockedShape shape)
    {
        using AlignedFloats x = new(shape.Length), y = new(shape.Length);
        x.Span.Fill(0.5f);
        y.Span.Fill(0.5f);
        int channels = shape.Channels;
        float[] ones = [.. Enumerable.Repeat(1f, channels)], zeros = new float[channels];
        float[] mean = new float[channels], variance = new float[channels];
        float[] inverse = new float[channels], scale = new float[channels], shift = new float[channels];
        float[] sums = new float[channels], moreSums = new float[channels];
        int threads = get_num_threads();
        return PerNumber(shape.Length, () =>
        {
            NormPass forward = new() { Shape = shape, X = x.Pointer, Activation = Activation.Relu, Y = y.Pointer };
            NormParameters parameters = new() { Gamma = ones, Beta = zeros, Epsilon = BatchNorm.Epsilon };
            NormStatistics made = new() { Mean = mean, Variance = variance, InverseDeviation = inverse, Scale = scale, Shift = shift };
            BatchNormForward.Invoke(threads, forward, parameters, made);
            NormPass backward = new() { Shape = shape, X = x.Pointer, Activation = Activation.Relu };
            NormGradients gradients = new() { Dy = y.Pointer, Dx = y.Pointer };
            BatchNormGradient.Invoke(threads, backward, made, StatisticsKind.Batch, gradients, sums, moreSums);
        });
    }

    private static double LayoutChange(BlockedShape shape)
    {
        using AlignedFloats blocked = new(shape.Length), rowMajor = new(shape.Length);
        blocked.Span.Fill(0.5f);
        int threads = get_num_threads();
        return PerNumber(shape.Length, () =>
        {
            BlockedLayout.ToRowMajor(threads, shape, blocked.Pointer, rowMajor.Pointer);
            BlockedLayout.ToBlocked(threads, shape, rowMajor.Pointer, blocked.Pointer);
        });
    }

    private static double WriteOut(WeightShape shape)
    {
        using SparseWeight weight = new(shape);
        weight.Rewire(Connectivity.Random(shape.Positions, shape.Positions / 2, new Seed(2).Stream()));
        using Tensor gradient = rand([.. shape.Sizes]);
        return PerNumber(shape.Positions, () =>
        {
            using var inner = NewDisposeScope();
            weight.Values.grad = null;
            weight.Dense().backward([gradient]);
        });
    }

    private static double PerNumber(double numbers, Action action) => Timed(action) / numbers * Nano;

    private static double Timed(Action action)
    {
        TimingWarmUp.Run(action);
        return CalibrationTimer.Seconds(action)[0];
    }
}
