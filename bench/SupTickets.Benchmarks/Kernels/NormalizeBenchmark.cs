using BenchmarkDotNet.Attributes;
using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

public unsafe class NormalizeBenchmark
{
    private byte[] x = [];
    private float[] y = [];

    /// <summary>The planes of a CIFAR and of an ImageNet image.</summary>
    [Params(32 * 32, 224 * 224)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => (x, y) = (new byte[Length], new float[Length]);

    [Benchmark(Baseline = true)]
    public void Definition()
    {
        fixed (byte* source = x)
        fixed (float* target = y)
        {
            new Normalize.Kernel(0.017f, -2.1f, Length, source, target).Run<float, TierScalar>();
        }
    }

    [Benchmark]
    public void Dispatched() => Normalize.Invoke(0.017f, -2.1f, x, y);
}
