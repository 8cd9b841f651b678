using BenchmarkDotNet.Attributes;
using SupTickets.Kernels;

namespace SupTickets.Benchmarks.Kernels;

public class InterpolateBenchmark
{
    private float[] x = [], y = [];

    [Params(64, 1024, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => (x, y) = (new float[Length], new float[Length]);

    [Benchmark(Baseline = true)]
    public void Definition() => Interpolate.Scalar(0.5f, x, y);

    [Benchmark]
    public void Dispatched() => Interpolate.Invoke(0.5f, x, y);
}
