using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SupTickets.Kernels;

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
            new NormalizeActivate.Kernel(Threads, shape, x.Pointer, null, scales, shifts, Activation.Relu, y.Pointer).Run<float, TierScalar>();
        }
    }

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void ForwardDispatched()
    {
        BatchStatistics.Invoke(Threads, shape, x.Pointer, mean, variance);
        NormalizeActivate.Invoke(Threads, shape, x.Pointer, null, ones, zeros, Activation.Relu, y.Pointer);
    }

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void ForwardByChannel() => BatchNormForward.Invoke(
        Threads, shape, x.Pointer, null, ones, zeros, 1e-5, Activation.Relu, mean, variance, inverse, scale, shift, y.Pointer);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Gradient")]
    public void GradientDefinition()
    {
        fixed (float* means = zeros, inverses = ones, scales = ones, shifts = zeros, dGammas = dGamma, dBetas = dBeta)
        {
            new BatchNormGradientKernel(
                Threads, shape, x.Pointer, null, dy.Pointer, means, inverses, scales, shifts, Activation.Relu, dGammas, dBetas,
                StatisticsKind.Batch, dx.Pointer, null, GradientStore.Write).Run<float, TierScalar>();
        }
    }

    [Benchmark]
    [BenchmarkCategory("Gradient")]
    public void GradientDispatched() => BatchNormGradient.Invoke(
        Threads, shape, x.Pointer, null, dy.Pointer, zeros, ones, ones, zeros, Activation.Relu, dGamma, dBeta,
        StatisticsKind.Batch, dx.Pointer, null, GradientStore.Write);
}
