using BenchmarkDotNet.Attributes;
using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

public unsafe class InterpolateBenchmark
{
    private float[] x = [], y = [];

    [Params(64, 1024, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => (x, y) = (new float[Length], new float[Length]);

    [Benchmark(Baseline = true)]
    public void Definition()
    {
        fixed (float* source = x, target = y) new Interpolate.Kernel(0.5f, Length, source, target).Run<float, TierScalar>();
    }

    [Benchmark]
    public void Dispatched() => Interpolate.Invoke(0.5f, x, y);
}
