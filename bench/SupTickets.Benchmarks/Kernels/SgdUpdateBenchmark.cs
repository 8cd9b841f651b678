using BenchmarkDotNet.Attributes;
using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

public unsafe class SgdUpdateBenchmark
{
    private float[] gradient = [], velocity = [], weights = [];

    /// <summary>A layer whose state stays in the cache, and one whose does not.</summary>
    [Params(64 * 64 * 9, 512 * 512 * 9)]
    public int Length { get; set; }

    // All zero: nothing drifts towards infinities or subnormal numbers, however often it is repeated.
    [GlobalSetup]
    public void Setup() => (gradient, velocity, weights) = (new float[Length], new float[Length], new float[Length]);

    [Benchmark(Baseline = true)]
    public void Definition()
    {
        fixed (float* g = gradient, m = velocity, w = weights)
        {
            new SgdUpdate.Kernel(0.1f, 0.9f, 5e-4f, SgdStep.Plain, Length, g, m, w).Run<float, TierScalar>();
        }
    }

    [Benchmark]
    public void Dispatched() => SgdUpdate.Invoke(threads: 1, 0.1f, 0.9f, 5e-4f, SgdStep.Plain, gradient, velocity, weights);
}
