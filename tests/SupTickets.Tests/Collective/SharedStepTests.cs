using SupTickets.Collective;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.SparseEngine;
using SupTickets.Tests.Training;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Collective;

/// <summary>Ranks that share a mini-batch come to the step that one makes of the whole.</summary>
public sealed class SharedStepTests
{
    private const int Batch = 24;

    private static readonly ImageShape Input = new(2, 6, 6);

    [Theory]
    [InlineData(Engine.Dense, 2)]
    [InlineData(Engine.Sparse, 2)]
    [InlineData(Engine.Sparse, 3)]
    public void The_step_is_that_of_the_whole_mini_batch(Engine engine, int ranks)
    {
        Outcome whole = Steps(SingleProcess.Alone, engine);
        using RanksAsThreads threads = new(ranks);
        Outcome[] shared = threads.Run(one => Steps(one, engine));
        Assert.All(shared, one => Assert.Equal(shared[0].Numbers, one.Numbers));
        Assert.All(shared, one => Assert.Equal(shared[0].Losses, one.Losses));
        RequireNear(whole.Losses, shared[0].Losses);
        RequireNear(whole.Numbers, shared[0].Numbers);
        Assert.Contains(whole.Numbers, number => number != 0);
    }

    [Fact]
    public void One_process_alone_has_its_own_sums()
    {
        float[] numbers = [1, float.MaxValue, -0.0f];
        SingleProcess.Alone.Sum(numbers);
        Assert.Equal([1, float.MaxValue, -0.0f], numbers);
        Assert.Equal((0, 1), (SingleProcess.Alone.Rank, SingleProcess.Alone.Ranks));
    }

    // Three steps of momentum; the last captures the gradients of absent positions too.
    private static Outcome Steps(ICollective ranks, Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(
            ("conv", new SparseConv2d(2, 5, 3)), ("relu", new Relu()), ("flatten", new Flatten()),
            ("fc", new SparseLinear(80, EnginePair.Classes))))
        {
            Engine = engine,
        };
        network.Initialize(new(1));
        SparseWeight fc = network.Layers[1].Weight;
        fc.Rewire(Connectivity.Of([.. Enumerable.Range(0, fc.Shape.Positions / 4).Select(index => 4 * index)], fc.Shape.Positions));
        StepRunner runner = new(new(network), new Sgd { Momentum = 0.9, WeightDecay = 5e-4 }, ranks);
        int share = Batch / ranks.Ranks;
        List<float> losses = [];
        for (int step = 0; step < 3; step++)
        {
            if (step == 2) fc.CaptureDenseGradient();
            Tensor images = EnginePair.Images(Batch, Input, (ulong)step).narrow(0, ranks.Rank * share, share),
                labels = EnginePair.Labels(Batch).narrow(0, ranks.Rank * share, share);
            losses.Add((float)runner.Run(() => nn.functional.cross_entropy(network.call(images), labels), 0.1, step));
        }

        return new([.. losses], [.. TinyRun.Numbers(network.Snapshot()), .. fc.DenseGradient.view(-1).data<float>()]);
    }

    private static void RequireNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private sealed record Outcome(float[] Losses, float[] Numbers);
}
