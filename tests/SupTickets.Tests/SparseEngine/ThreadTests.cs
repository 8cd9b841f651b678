using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>The number of threads, which is the whole process's, must not show in any bit.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ThreadTests
{
    [Theory]
    [InlineData("resnet20", 16, 35)]
    [InlineData("vgg16", 32, 19)]
    [InlineData("lenet5", 16, 64)]
    [InlineData("resnet50", 64, 5)]
    public void One_two_and_three_threads_give_the_same_bits(string model, int side, int batch)
    {
        ImageShape input = new(3, side, side);
        RequireSameBits(Step);

        float[][] Step(int _)
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
            StepRecord record = StepRecord.Of(pair.Sparse, EnginePair.Images(batch, input, seed: 5), EnginePair.Labels(batch));
            return [.. record.Names.Select(name => record[name])];
        }
    }

    public static TheoryData<string, int, int> Mixtures => new() { { "vgg16", 32, 19 }, { "lenet5", 16, 64 }, { "resnet50", 64, 5 } };

    // All that is ours in a network that libtorch computes in part: libtorch keeps its one thread.
    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Our_threads_do_not_show_beside_layers_of_libtorch_either(string model, int side, int batch)
    {
        ImageShape input = new(3, side, side);
        RequireSameBits(Step, threadsOfLibtorch: 1);

        float[][] Step(int threads)
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = Mixed(model, input, batch);
            IEnumerable<(SparseLayer Layer, LayerChoice Choice)> chosen = pair.Sparse.Layers.Zip(pair.Sparse.Choose(batch, input).Layers);
            using TracedNetwork network = new TracedNetwork(pair.Sparse, input, threads)
                .WithDense(chosen.Where(one => one.Choice.Engine == Engine.Dense).Select(one => one.Layer));
            StepRecord record = StepRecord.Of(
                pair.Sparse, network.Forward, EnginePair.Images(batch, input, seed: 5), EnginePair.Labels(batch));
            return [.. record.Names.Select(name => record[name])];
        }
    }

    // libtorch sums some gradients over samples in as many parts as it has threads.
    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Threads_of_libtorch_show_in_rounding_only(string model, int side, int batch)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, side, side);
        int before = get_num_threads();
        try
        {
            using EnginePair pair = Mixed(model, input, batch);
            Tensor images = pair.ImagesOffTheEdges(batch, input), labels = EnginePair.Labels(batch);
            StepRecord[] records = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                set_num_threads(threads);
                pair.Sparse.Restore(pair.State);
                return StepRecord.Of(pair.Sparse, images, labels);
            })];
            Assert.All(records, record =>
            {
                (string name, double apart) = records[0].Farthest(record);
                Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
            });
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void A_network_goes_on_when_the_number_of_threads_changes_between_two_steps()
    {
        ImageShape input = new(3, 8, 8);
        int before = get_num_threads();
        try
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of("resnet20", input, 0.25, 0.9);
            Tensor images = EnginePair.Images(19, input, seed: 5);
            float[][] all = [.. new[] { 1, 3, 2, 1 }.Select(threads =>
            {
                set_num_threads(threads);
                pair.Sparse.Restore(pair.State);
                StepRecord record = StepRecord.Of(pair.Sparse, images, EnginePair.Labels(19));
                return record.Names.SelectMany(name => record[name]).ToArray();
            })];
            Assert.All(all, numbers => Assert.Equal(all[0], numbers));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    // libtorch takes as many threads as the kernels, or always the same.
    private static void RequireSameBits(Func<int, float[][]> step, int? threadsOfLibtorch = null)
    {
        int before = get_num_threads();
        try
        {
            float[][] alone = Step(1);
            foreach (int threads in new[] { 2, 3 })
            {
                foreach ((float[] expected, float[] actual) in alone.Zip(Step(threads))) Assert.Equal(expected, actual);
            }
        }
        finally
        {
            set_num_threads(before);
        }

        float[][] Step(int threads)
        {
            set_num_threads(threadsOfLibtorch ?? threads);
            return step(threads);
        }
    }

    // By costs for which density alone decides about convolutions, and linear layers are dense.
    private static EnginePair Mixed(string model, ImageShape input, int batch)
    {
        EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
        pair.Sparse.Engine = Engine.Auto;
        pair.Sparse.Costs = new()
        {
            DenseWindow = 1,
            DensePoint = 1,
            DenseLinear = 1e9,
            SparseWindow = 1,
            SparsePoint = 1,
            SparseLinear = 1,
            DensePerNumber = 1e-9,
            SparsePerNumber = 1e-9,
            DenseNeighbours = 1,
            SparseNeighbours = 1e-9,
            LayoutChange = 1e-9,
            WriteOut = 1e-9,
        };
        Assert.Equal(
            [Engine.Dense, Engine.Sparse], pair.Sparse.Choose(batch, input).Layers.Select(layer => layer.Engine).Distinct().Order());
        return pair;
    }
}
