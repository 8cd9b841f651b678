using SupTickets.Experiments.Models;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Tests.Layers;

public sealed class EngineChoicePerImageTests
{
    private static readonly ImageShape Small = new(3, 8, 8), Large = new(3, 32, 32);

    [Fact]
    public void It_depends_on_the_image_alone_whichever_sizes_came_before()
    {
        using SparseNetwork fresh = Network(), used = Network();
        used.Measure(Small);
        EngineChoice small = used.Choose(16, Small);
        RequireSame(fresh.Choose(16, Large), used.Choose(16, Large));
        RequireSame(small, used.Choose(16, Small));
        RequireSame(small, fresh.Choose(16, Small));
        Assert.True(small.DenseSeconds < fresh.Choose(16, Large).DenseSeconds / 4);
    }

    [Fact]
    public void It_leaves_what_was_measured_before_as_it_is()
    {
        using SparseNetwork network = Network();
        Assert.NotEmpty(network.Choose(16, Large).Layers);
        Assert.All(network.Layers, layer => Assert.Equal(0, layer.Module.UsesPerSample));
        network.Measure(Small);
        network.Choose(16, Large);
        Assert.Equal(64, network.Layers[0].Module.UsesPerSample);
    }

    private static SparseNetwork Network()
    {
        SparseNetwork network = new(ModelTable.Create("resnet20", 10, Large, 0.25)) { Engine = Engine.Auto };
        network.Initialize(new(1));
        return network;
    }

    private static void RequireSame(EngineChoice expected, EngineChoice actual)
    {
        Assert.Equal(
            (expected.Network, expected.DenseSeconds, expected.SparseSeconds), (actual.Network, actual.DenseSeconds, actual.SparseSeconds));
        Assert.Equal(expected.Layers, actual.Layers);
    }
}
