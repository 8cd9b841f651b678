using SupTickets.Layers;
using SupTickets.Networks;
using static TorchSharp.torch;

namespace SupTickets.Tests.Layers;

public sealed class BatchNormTests
{
    private const string Said = "expects more than 1 value per channel when training";

    public static TheoryData<Engine> Engines => [Engine.Dense, Engine.Sparse, Engine.Auto];

    // libtorch takes such a batch and leaves a running variance that is not a number.
    [Fact]
    public void One_row_is_refused_and_the_statistics_stay()
    {
        using var scope = NewDisposeScope();
        using BatchNorm norm = new(2);
        Assert.Equal(
            $"batch norm {Said}, samples × height × width: take more samples at a time",
            Assert.Throws<ArgumentException>(() => norm.call(tensor([1f, 2f]).view(1, 2))).Message);
        Assert.Equal((0L, 1f), (norm.get_buffer("num_batches_tracked")!.item<long>(), norm.get_buffer("running_var")![0].item<float>()));
        norm.call(tensor([1f, 2f, 3f, 4f]).view(2, 2));
        norm.call(tensor([1f, 2f, 3f, 4f]).view(1, 2, 2, 1));
        Assert.Equal(2L, norm.get_buffer("num_batches_tracked")!.item<long>());
        norm.eval();
        Assert.True(norm.call(tensor([1f, 2f]).view(1, 2)).isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_single_image_is_refused_alike_on_every_engine_by_the_norms_name_and_nothing_is_computed(Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Network(engine, lastPool: 4);
        Assert.StartsWith(
            $"batch norm 'late' {Said}", Assert.Throws<ArgumentException>(() => network.call(ones(1, 3, 8, 8))).Message,
            StringComparison.Ordinal);
        Assert.All(network.Snapshot().Tensors.Where(tensor => tensor.Integers.Length > 0), counter => Assert.Equal([0L], counter.Integers));
        Assert.Equal([2L, 5L], network.call(ones(2, 3, 8, 8)).shape);
        network.eval();
        Assert.Equal([1L, 5L], network.call(ones(1, 3, 8, 8)).shape);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_single_image_whose_maps_have_several_pixels_everywhere_trains(Engine engine)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Network(engine, lastPool: 2);
        network.call(ones(1, 3, 8, 8)).sum().backward();
        Assert.All(network.Snapshot().Tensors, tensor => Assert.DoesNotContain(tensor.Floats, float.IsNaN));
        Assert.Empty(network.NormsOfOneValue(new(3, 8, 8)));
        Assert.Equal("late", Assert.Single(network.NormsOfOneValue(new(3, 4, 4))).Place);
    }

    private static SparseNetwork Network(Engine engine, int lastPool)
    {
        var module = nn.Sequential(
            ("conv", new SparseConv2d(3, 4, 3, padding: 1)),
            ("early", new BatchNorm(4)),
            ("pool", new MaxPool(2, 2)),
            ("shrink", new MaxPool(lastPool, lastPool)),
            ("late", new BatchNorm(4)),
            ("mean", new GlobalAveragePool()),
            ("flatten", new Flatten()),
            ("head", new SparseLinear(4, 5)));
        SparseNetwork network = new(module) { Engine = engine };
        network.Initialize(new(1));
        return network;
    }
}
