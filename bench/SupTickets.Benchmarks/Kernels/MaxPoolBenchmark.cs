using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Pooling;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

/// <summary>The pooling of VGG: 2 × 2 side by side, 128 samples of 64 channels, on one thread.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public unsafe class MaxPoolBenchmark
{
    private static readonly PoolGeometry Halving = new(2, 2, 2, 2, 0, 0);
    private readonly List<AlignedFloats> memory = [];
    private BlockedShape input;
    private float* x, y, dy, dx;

    /// <summary>A plane that stays in the cache nearest to the core, and the largest of CIFAR.</summary>
    [Params(4, 32)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        input = new(Samples: 128, Channels: 64, Side, Side);
        x = Filled(input.Length);
        y = Filled(Halving.OutputOf(input).Length);
        dy = Filled(Halving.OutputOf(input).Length);
        dx = Filled(input.Length);
        MaxPool.Forward(1, input, Halving, x, y);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (AlignedFloats floats in memory) floats.Dispose();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Forward")]
    public void ForwardDefinition() => new MaxPoolForwardKernel(1, input, Halving, x, y).Run<float, TierScalar>();

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void ForwardDispatched() => MaxPool.Forward(1, input, Halving, x, y);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Backward")]
    public void BackwardDefinition() =>
        new MaxPoolBackwardKernel(1, input, Halving, x, y, dy, dx, GradientStore.Write).Run<float, TierScalar>();

    [Benchmark]
    [BenchmarkCategory("Backward")]
    public void BackwardDispatched() =>
        MaxPool.Backward(1, input, Halving, x, y, dy, dx, GradientStore.Write);

    private float* Filled(nint length)
    {
        AlignedFloats floats = new(length);
        memory.Add(floats);
        Random random = new(memory.Count);
        foreach (ref float value in floats.Span) value = random.NextSingle() - 0.5f;
        return floats.Pointer;
    }
}
