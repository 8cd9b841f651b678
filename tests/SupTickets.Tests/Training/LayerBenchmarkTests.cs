using SupTickets.Experiments.Benchmarks;
using SupTickets.Layers;

namespace SupTickets.Tests.Training;

public sealed class LayerBenchmarkTests
{
    [Theory]
    [InlineData(46341, 1, 1, "the input of 1 samples of 8x46341x46341")]
    [InlineData(int.MaxValue, 1, int.MaxValue, "the input of 2147483647 samples of 8x2147483647x2147483647")]
    [InlineData(
        1024, 1, 128,
        "the input of 128 samples of 8x1024x1024 takes 1073741824 numbers, samples in blocks of 16; at most 268435456 are timed")]
    [InlineData(0, 1, 1, "the input's side is 0; allowed: a whole number of at least 1")]
    [InlineData(8, 0, 1, "the stride is 0; allowed: a whole number of at least 1")]
    [InlineData(8, 9, 1, "the stride is 9; allowed: at most the input's side, 8")]
    [InlineData(8, 1, 0, "the mini-batch is 0; allowed: a whole number of at least 1")]
    public void Sizes_that_cannot_be_timed_are_refused(int side, int stride, int samples, string message) => Assert.StartsWith(
        message,
        Assert.Throws<ArgumentException>(
            () => LayerBenchmark.Measure(new(new(16, 8, 3, 3), side, stride, samples, 0.9), CancellationToken.None)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_kernel_that_reaches_beyond_the_padded_input_is_refused() => Assert.StartsWith(
        "the kernel of [1, 1, 3, 6] is larger than the padded input; allowed: at most 5 pixels on a side, for an input of 2",
        Assert.Throws<ArgumentException>(() => LayerBenchmark.Measure(
            new(new(1, 1, 3, 6), Side: 2, Stride: 1, Samples: 1, Sparsity: 0), CancellationToken.None)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_is_timed_is_as_asked_for()
    {
        LayerTiming timing = LayerBenchmark.Measure(
            new(new(16, 8, 3, 3), Side: 7, Stride: 2, Samples: 3, Sparsity: 0.75), CancellationToken.None);
        Assert.Equal([16, 8, 3, 3], timing.Shape);
        Assert.Equal((0.25, Engine.Sparse), (timing.Density, timing.Engine));
        Assert.True(timing is { DenseSeconds: > 0, SparseSeconds: > 0 });
        // 6 FLOPs of each of 4 × 4 output pixels and 3 samples.
        Assert.Equal(6 * 16 * 3 * 1152 / 1e9 / timing.DenseSeconds, timing.DenseGflops, 1e-9);
        Assert.Equal(6 * 16 * 3 * 288 / 1e9 / timing.SparseSeconds, timing.SparseGflops, 1e-9);
    }

    [Fact]
    public void A_cancellation_ends_it()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => LayerBenchmark.Measure(new(new(16, 8, 3, 3), 7, 1, 3, 0.75), source.Token));
    }
}
