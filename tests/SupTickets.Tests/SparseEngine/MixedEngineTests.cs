using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Programs in which libtorch computes some of the layers.</summary>
public sealed class MixedEngineTests
{
    public static TheoryData<string, string> Mixtures
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string model in new[] { "lenet5", "resnet20", "wrn-10-1", "mlp" })
            {
                foreach (string mixture in new[] { "first", "last", "every second", "all but the first", "all" }) cases.Add(model, mixture);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void A_training_step_is_that_of_the_dense_engine_whichever_layers_are_dense(string model, string mixture)
    {
        ImageShape input = model == "lenet5" ? new(3, 16, 16) : new(3, 8, 8);
        using EnginePair pair = EnginePair.Of(model, input, 0.25, 0.8);
        int layers = pair.Sparse.Layers.Count;
        RequireSame(pair, input, Enumerable.Range(0, layers).Where(index => mixture switch
        {
            "first" => index == 0,
            "last" => index == layers - 1,
            "every second" => index % 2 == 1,
            "all but the first" => index > 0,
            _ => true,
        }));
    }

    // The first convolution of a block reads what the shortcut reads too, so that its part of that gradient comes second.
    [Fact]
    public void The_gradient_of_an_input_that_a_dense_layer_shares_is_the_sum_of_both()
    {
        ImageShape input = new(3, 8, 8);
        using EnginePair pair = EnginePair.Of("resnet20", input, 0.25, 0.8);
        RequireSame(
            pair, input, pair.Sparse.Layers.Index()
                .Where(layer => layer.Item.Name.EndsWith("conv1", StringComparison.Ordinal)).Select(layer => layer.Index));
    }

    // The first two layers of a wide block's branch and shortcut read the same activations, and either may come first.
    [Theory]
    [InlineData("downsample")]
    [InlineData("conv1")]
    public void So_it_is_where_two_convolutions_share_it(string dense)
    {
        ImageShape input = new(3, 8, 8);
        using EnginePair pair = EnginePair.Of("wrn-10-1", input, 0.5, 0.8);
        RequireSame(
            pair, input, pair.Sparse.Layers.Index()
                .Where(layer => layer.Item.Name.EndsWith(dense, StringComparison.Ordinal)).Select(layer => layer.Index));
    }

    private static void RequireSame(EnginePair pair, ImageShape input, IEnumerable<int> dense)
    {
        using var scope = NewDisposeScope();
        Tensor images = pair.ImagesOffTheEdges(19, input), labels = EnginePair.Labels(19);
        using TracedNetwork mixed = new TracedNetwork(pair.Sparse, input).WithDense(dense.Select(index => pair.Sparse.Layers[index]));
        StepRecord expected = pair.ExpectedStep(images);
        (string name, double apart) = expected.Farthest(StepRecord.Of(pair.Sparse, mixed.Forward, images, labels));
        Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
    }
}
