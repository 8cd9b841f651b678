using System.Diagnostics;
using SupTickets.Kernels;
using SupTickets.Layers;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Measures on this machine what <see cref="EngineCosts"/> holds: a few layers and their neighbours with both engines.</summary>
public static unsafe class EngineCalibration
{
    private const int Samples = 64, Repeats = 5;
    private const double Thin = 0.1, Thick = 0.5, Nano = 1e9;

    private static readonly (int Inputs, int Outputs, int Side)[] Windows = [(64, 64, 32), (128, 128, 16), (256, 256, 8)];
    private static readonly (int Inputs, int Outputs, int Side)[] NarrowWindows = [(8, 8, 32), (16, 16, 16)];
    private static readonly (int Inputs, int Outputs, int Side)[] Points = [(256, 64, 32), (128, 512, 16), (1024, 256, 8)];
    private static readonly (int Inputs, int Outputs, int Side)[] Linears = [(512, 512, 1), (2048, 1024, 1)];

    /// <summary>Takes about a minute on two cores.</summary>
    /// <param name="progress">Receives the share done, in [0, 1].</param>
    /// <param name="cancellation">Ends it between two layers.</param>
    public static EngineCosts Measure(IProgress<double>? progress, CancellationToken cancellation)
    {
        int done = 0, all = 2 * (Windows.Length + NarrowWindows.Length + Points.Length + Linears.Length) + 4;
        void Tell()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)++done / all);
        }

        Fit windows = Fitted(Windows, 3, Tell, cancellation), points = Fitted(Points, 1, Tell, cancellation), linears = Fitted(Linears, kernel: 0, Tell, cancellation);
        (double denseWindow, double densePerNumber) = Dense(windows, Fitted(NarrowWindows, 3, Tell, cancellation));
        double denseNeighbours = DenseNeighbours();
        Tell();
        double sparseNeighbours = SparseNeighbours();
        Tell();
        double layout = LayoutChange();
        Tell();
        double writeOut = WriteOut();
        Tell();
        return new()
        {
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
    private static Fit Fitted((int Inputs, int Outputs, int Side)[] shapes, int kernel, Action tell, CancellationToken cancellation)
    {
        double dense = 0, thin = 0, thick = 0, flops = 0, numbers = 0;
        foreach ((int inputs, int outputs, int side) in shapes)
        {
            WeightShape weight = kernel == 0 ? new(outputs, inputs) : new(outputs, inputs, kernel, kernel);
            LayerTiming[] timings = new LayerTiming[2];
            foreach ((int index, double density) in new[] { Thin, Thick }.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                timings[index] = LayerBenchmark.Measure(weight, side, stride: 1, Samples, sparsity: 1 - density);
                tell();
            }

            dense += (timings[0].DenseSeconds + timings[1].DenseSeconds) / 2;
            thin += timings[0].SparseSeconds;
            thick += timings[1].SparseSeconds;
            flops += 6.0 * side * side * weight.Positions * Samples;
            numbers += (double)Samples * side * side * (inputs + outputs);
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

    private static double DenseNeighbours()
    {
        using var scope = NewDisposeScope();
        using BatchNorm norm = new(64);
        Tensor x = rand(Samples, 64, 32, 32).requires_grad_(true), gradient = rand(Samples, 64, 32, 32);
        return PerNumber(x.numel(), () =>
        {
            using var inner = NewDisposeScope();
            norm.call(x).relu_().backward([gradient]);
        });
    }

    private static double SparseNeighbours()
    {
        BlockedShape shape = new(Samples, 64, 32, 32);
        using AlignedFloats x = new(shape.Length), y = new(shape.Length);
        x.Span.Fill(0.5f);
        y.Span.Fill(0.5f);
        float[] mean = new float[64], variance = new float[64], ones = [.. Enumerable.Repeat(1f, 64)], sums = new float[64], moreSums = new float[64];
        int threads = get_num_threads();
        return PerNumber(shape.Length, () =>
        {
            BatchStatistics.Invoke(threads, shape, x.Pointer, mean, variance);
            NormalizeActivate.Invoke(threads, shape, x.Pointer, null, ones, mean, Activation.Relu, y.Pointer);
            BatchNormGradient.Sums(threads, shape, x.Pointer, null, y.Pointer, mean, ones, ones, mean, Activation.Relu, sums, moreSums);
            BatchNormGradient.Inputs(threads, shape, x.Pointer, null, y.Pointer, mean, ones, ones, mean, Activation.Relu, sums, moreSums, StatisticsKind.Batch, y.Pointer, null, GradientStore.Write);
        });
    }

    private static double LayoutChange()
    {
        BlockedShape shape = new(Samples, 64, 32, 32);
        using AlignedFloats blocked = new(shape.Length), rowMajor = new(shape.Length);
        blocked.Span.Fill(0.5f);
        int threads = get_num_threads();
        return PerNumber(shape.Length, () =>
        {
            BlockedLayout.ToRowMajor(threads, shape, blocked.Pointer, rowMajor.Pointer);
            BlockedLayout.ToBlocked(threads, shape, rowMajor.Pointer, blocked.Pointer);
        });
    }

    private static double WriteOut()
    {
        WeightShape shape = new(512, 512, 3, 3);
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
        Warmth.Reach(action);
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
