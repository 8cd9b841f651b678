using SupTickets.Layers;
using SupTickets.SparseEngine;
using SupTickets.Values;
using static SupTickets.Tests.SparseEngine.OwnBlocks;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Modules of a user's own that add operations of their own: what they give equals libtorch's, in Float64, with all
/// gradients.</summary>
public sealed class OwnBlockTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    [Fact]
    public void An_activation_after_a_convolution() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("tanh", new Tanh()), ("flatten", new Flatten()), (
            "fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void An_activation_of_features() => RequireSame(() => nn.Sequential(
        ("flatten", new Flatten()), ("fc1", new SparseLinear(72, 33)), ("tanh", new Tanh()), (
            "fc2", new SparseLinear(33, EnginePair.Classes))));

    [Fact]
    public void A_sum_whose_parts_are_read_by_others_too() => RequireSame(() => new Residual());

    [Fact]
    public void A_block_with_a_parameter_of_its_own_used_twice() => RequireSame(() => new ScaledTwice());

    [Fact]
    public void A_norm_stays_apart_from_an_operation_that_it_does_not_know() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("norm", new SupTickets.Layers.BatchNorm(5)), ("tanh", new Tanh()), (
            "relu", new Relu { InPlace = false }),
        ("flatten", new Flatten()), ("fc", new SparseLinear(80, EnginePair.Classes))));

    /// <summary>Its gradient is infinite at 0, which lanes without a sample must not lead on.</summary>
    [Fact]
    public void A_root_has_no_gradient_where_no_sample_is() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3, bias: BiasKind.None)), ("root", new Root()), ("flatten", new Flatten()),
        ("fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void Parameters_on_the_images_learn_only_where_the_output_needs_a_gradient()
    {
        RequireSame(() => nn.Sequential(
            ("scale", new Scale()), ("flatten", new Flatten()), ("fc", new SparseLinear(72, EnginePair.Classes))));
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(
                ("scale", new Scale { ClaimsToLearn = false }), ("flatten", new Flatten()),
                ("fc", new SparseLinear(72, EnginePair.Classes))),
            0.5);
        var refusal = Assert.Throws<InvalidOperationException>(() => pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)));
        Assert.Contains("as Scale has parameters that learn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_read_again_are_not_to_be_had_in_the_backward_pass()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(
                ("conv", new SparseConv2d(2, 5, 3)), ("tanh", new Tanh { Forgets = true }), ("relu", new Relu { InPlace = false }),
                ("flatten", new Flatten()), ("fc", new SparseLinear(80, EnginePair.Classes))),
            0.5);
        Tensor loss = pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)).sum();
        var refusal = Assert.Throws<InvalidOperationException>(() => BackwardFailure.Surface(() => loss.backward()));
        Assert.Contains("ReadAgain", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_block_overwrites_cannot_be_read_again()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => new ReadsAgain(), 0.5);
        Assert.Throws<NotSupportedException>(() => pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)));
    }

    [Fact]
    public void After_a_pass_and_after_one_that_failed_no_graph_is_being_written()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => nn.Sequential(("flatten", new Flatten()), ("fc", new SparseLinear(72, 7))), 0.5);
        pair.Sparse.call(EnginePair.Images(5, Input, seed: 5));
        Assert.Null(GraphBuilder.Current);
        Assert.ThrowsAny<Exception>(() => pair.Sparse.call(EnginePair.Images(5, new(2, 5, 6), seed: 5)));
        Assert.Null(GraphBuilder.Current);
    }

    private static void RequireSame(Func<nn.Module<Tensor, Tensor>> create)
    {
        foreach (int batch in new[] { 5, 16, 19 })
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of(create, 0.5);
            Tensor images = pair.ImagesOffTheEdges(batch, Input), labels = EnginePair.Labels(batch);
            (string name, double apart) = pair.ExpectedStep(images).Farthest(StepRecord.Of(pair.Sparse, images, labels));
            Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
        }
    }
}
