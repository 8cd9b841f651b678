using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

/// <summary>A layer of 64 channels on 128 samples of 32 × 32, training: 33.6 MB a tensor, so memory sets the pace.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public unsafe class BatchNormBenchmark : IDisposable
{
    private const int Threads = 2;

    private readonly BlockedShape shape = new(Samples: 128, Channels: 64, Height: 32, Width: 32);
    private readonly float[] mean = new float[64], variance = new float[64], ones = new float[64], zeros = new float[64];
    private readonly float[] inverse = new float[64], scale = new float[64], shift = new float[64];
    private readonly float[] dGamma = new float[64], dBeta = new float[64];
    private AlignedFloats x = new(0), y = new(0), dy = new(0), dx = new(0);

    private NormPass Pass => new() { Shape = shape, X = x.Pointer, Activation = Activation.Relu, Y = y.Pointer };

    private NormGradients Gradients => new() { Dy = dy.Pointer, Dx = dx.Pointer };

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        (x, y, dy, dx) = (Fill(), Fill(), Fill(), Fill());
        Array.Fill(ones, 1);

        AlignedFloats Fill()
        {
            AlignedFloats memory = new(shape.Length);
            foreach (ref float value in memory.Span) value = (random.NextSingle() * 4) - 2;
            return memory;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        x.Dispose();
        y.Dispose();
        dy.Dispose();
        dx.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Forward")]
    public void ForwardDefinition()
    {
        fixed (float* means = mean, variances = variance, scales = ones, shifts = zeros)
        {
            new BatchStatistics.Kernel(Threads, shape, x.Pointer, means, variances).Run<float, TierScalar>();
            new NormalizeActivate.Kernel(Threads, Pass, scales, shifts).Run<float, TierScalar>();
        }
    }

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void ForwardDispatched()
    {
        BatchStatistics.Invoke(Threads, shape, x.Pointer, mean, variance);
        NormalizeActivate.Invoke(Threads, Pass, ones, zeros);
    }

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void ForwardByChannel() => BatchNormForward.Invoke(
        Threads,
        Pass,
        new() { Gamma = ones, Beta = zeros, Epsilon = 1e-5 },
        new() { Mean = mean, Variance = variance, InverseDeviation = inverse, Scale = scale, Shift = shift });

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Gradient")]
    public void GradientDefinition()
    {
        fixed (float* means = zeros, inverses = ones, scales = ones, shifts = zeros, dGammas = dGamma, dBetas = dBeta)
        {
            NormPointers made = new() { Mean = means, InverseDeviation = inverses, Scale = scales, Shift = shifts };
            new BatchNormGradientKernel(Threads, Pass with { Y = null }, made, StatisticsKind.Batch, Gradients, dGammas, dBetas)
                .Run<float, TierScalar>();
        }
    }

    [Benchmark]
    [BenchmarkCategory("Gradient")]
    public void GradientDispatched() => BatchNormGradient.Invoke(
        Threads,
        Pass with { Y = null },
        new() { Mean = zeros, InverseDeviation = ones, Scale = ones, Shift = zeros },
        StatisticsKind.Batch,
        Gradients,
        dGamma,
        dBeta);
}
