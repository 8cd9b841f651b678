using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using TorchSharp;

namespace SupTickets.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 2, 2);

    private readonly SparseNetwork network = Sorter();

    public void Dispose() => network.Dispose();

    [Fact]
    public void A_network_that_copies_its_input_is_measured_by_its_input()
    {
        // The buffers are longer than their batches, as reused buffers are.
        Metrics metrics = Evaluator.Measure(
            network, [new([9, 0, 0, 0, 0, 9, 0, 0, 99, 99], [0, 1, 3], 2), new([0, 0, 0, 9], [2], 1)], Shape,
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2 / 3.0, metrics.Top1, 1e-12);
        Assert.Equal(3, metrics.Samples);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_mode_and_the_statistics_are_left_as_they_were(bool training)
    {
        network.Module.train(training);
        float[] before = Statistics();
        Evaluator.Measure(network, [new([1, 2, 3, 4], [0], 1)], Shape, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(training, network.Module.training);
        Assert.Equal(before, Statistics());
        Assert.ThrowsAny<ArgumentException>(() => Evaluator.Measure(network, [new([1, 2, 3, 4], [7], 1)], Shape));
        Assert.Equal(training, network.Module.training);
    }

    [Fact]
    public void Cancelling_stops_between_batches_and_progress_counts_samples()
    {
        using CancellationTokenSource source = new();
        Recorder progress = new(source);
        Assert.Throws<OperationCanceledException>(() => Evaluator.Measure(network, Forever(), Shape, progress, source.Token));
        Assert.Equal([2, 4, 6], progress.Samples);
    }

    [Fact]
    public void Native_memory_stays_flat()
    {
        using var scope = torch.NewDisposeScope();
        Evaluator.Measure(network, Forever().Take(100), Shape, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, scope.DisposablesCount);
    }

    private static IEnumerable<Batch> Forever()
    {
        while (true) yield return new(new float[8], [0, 1], 2);
    }

    private static SparseNetwork Sorter()
    {
        SparseNetwork network = new(torch.nn.Sequential(
            ("norm", new BatchNorm(1)), ("flat", torch.nn.Flatten()), ("fc", new SparseLinear(4, 4, BiasKind.None))));
        network.Layers[0].Module.Restore(SupTickets.Topology.Connectivity.Of([0, 5, 10, 15], 16), new float[] { 1, 1, 1, 1 });
        return network;
    }

    private float[] Statistics() => [.. network.Snapshot().Tensors.SelectMany(tensor => tensor.Floats)];

    private sealed class Recorder(CancellationTokenSource source) : IProgress<long>
    {
        public List<long> Samples { get; } = [];

        public void Report(long value)
        {
            Samples.Add(value);
            if (Samples.Count == 3) source.Cancel();
        }
    }
}
