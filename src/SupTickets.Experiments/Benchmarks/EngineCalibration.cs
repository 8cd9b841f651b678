using System.Diagnostics;
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

/// <summary>Measures <see cref="EngineCosts"/> on this machine: a few layers and the operations between them, with both engines.</summary>
public static unsafe class EngineCalibration
{
    private const int Repeats = 5;
    private const double Thin = 0.1, Thick = 0.5, Nano = 1e9;

    /// <summary>Takes about a minute on two cores.</summary>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two layers.</param>
    public static EngineCosts Measure(IProgress<double>? progress, CancellationToken cancellation) =>
        Measure(new(), progress, cancellation);

    /// <summary>The same on layers of other sizes.</summary>
    internal static EngineCosts Measure(CalibrationLoad load, IProgress<double>? progress, CancellationToken cancellation)
    {
        int done = 0, all = 2 * (load.Windows.Count + load.NarrowWindows.Count + load.Points.Count + load.Linears.Count) + 4;
        void Tell()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)++done / all);
        }

        Fit Fitted(IReadOnlyList<CalibrationLayer> layers, int kernel) =>
            EngineCalibration.Fitted(layers, kernel, load.Samples, Tell, cancellation);
        Fit windows = Fitted(load.Windows, 3), points = Fitted(load.Points, 1), linears = Fitted(load.Linears, kernel: 0);
        (double denseWindow, double densePerNumber) = Dense(windows, Fitted(load.NarrowWindows, 3));
        BlockedShape between = new(load.Samples, load.Between.Inputs, load.Between.Side, load.Between.Side);
        double denseNeighbours = DenseNeighbours(between);
        Tell();
        double sparseNeighbours = SparseNeighbours(between);
        Tell();
        double layout = LayoutChange(between);
        Tell();
        double writeOut = WriteOut(load.WrittenOut);
        Tell();
        return new()
        {
            OneDnn = LibTorchSafety.State.OneDnn,
            DenseWindow = denseWindow,
            DensePerNumber = densePerNumber,
            DensePoint = points.Rate,
            DenseLinear = linears.Rate,
            SparseWindow = windows.Sparse,
            SparsePoint = points.Sparse,
            SparseLinear = linears.Sparse,
            SparsePerNumber = (windows.PerNumber + points.PerNumber) / 2,
            DenseNeighbours = denseNeighbours,
            SparseNeighbours = sparseNeighbours,
            LayoutChange = layout,
            WriteOut = writeOut,
        };
    }

    // Sparse seconds = FLOPs of the connections ÷ rate + numbers · cost, through the measurements at two densities.
    private static Fit Fitted(IReadOnlyList<CalibrationLayer> layers, int kernel, int samples, Action tell, CancellationToken cancellation)
    {
        double dense = 0, thin = 0, thick = 0, flops = 0, numbers = 0;
        foreach ((int inputs, int outputs, int side) in layers)
        {
            WeightShape weight = kernel == 0 ? new(outputs, inputs) : new(outputs, inputs, kernel, kernel);
            LayerTiming[] timings = new LayerTiming[2];
            foreach ((int index, double density) in new[] { Thin, Thick }.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                timings[index] = LayerBenchmark.Measure(
                    new(weight, side, Stride: 1, samples, Sparsity: 1 - density) { IsContiguous = true }, cancellation);
                tell();
            }

            dense += (timings[0].DenseSeconds + timings[1].DenseSeconds) / 2;
            thin += timings[0].SparseSeconds;
            thick += timings[1].SparseSeconds;
            flops += 6.0 * side * side * weight.Positions * samples;
            numbers += (double)samples * side * side * (inputs + outputs);
        }

        double slope = Math.Max((thick - thin) / ((Thick - Thin) * flops), 1e-15);
        double constant = Math.Max(thin - slope * Thin * flops, 0.01 * thin);
        return new(dense, flops, numbers, 1 / slope / Nano, constant / numbers * Nano);
    }

    // Dense seconds = FLOPs ÷ rate + numbers · cost, through wide layers and narrow ones.
    private static (double Rate, double PerNumber) Dense(Fit wide, Fit narrow)
    {
        double share = narrow.Flops / wide.Flops;
        double perNumber = Math.Max((narrow.DenseSeconds - share * wide.DenseSeconds) / (narrow.Numbers - share * wide.Numbers), 1e-12);
        double forFlops = Math.Max(wide.DenseSeconds - perNumber * wide.Numbers, 0.1 * wide.DenseSeconds);
        return (wide.Flops / forFlops / Nano, perNumber * Nano);
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

    private static double PerNumber(double numbers, Action action)
    {
        TimingWarmUp.Run(action);
        return Median.Of(Enumerable.Range(0, Repeats).Select(_ =>
        {
            long started = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        })) / numbers * Nano;
    }

    private readonly record struct Fit(double DenseSeconds, double Flops, double Numbers, double Sparse, double PerNumber)
    {
        public double Rate => Flops / DenseSeconds / Nano;
    }
}
