using SupTickets.Tests.Layers;
using SupTickets.Values;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>What the sparse engine takes as images, and the gradient that it gives them.</summary>
public sealed class ImagesTests
{
    private static readonly ImageShape Input = new(3, 8, 8);

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int64)]
    public void Numbers_of_another_type_are_refused(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        Tensor images = EnginePair.Images(5, Input, seed: 5);
        Tensor scores = pair.Sparse.call(images);
        var refusal = Assert.Throws<ArgumentException>(() => pair.Sparse.call(images.to(type)));
        Assert.Contains($"{type} on cpu", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Float32 on the CPU", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([5L, EnginePair.Classes], scores.shape);
    }

    [Fact]
    public void Images_elsewhere_are_refused()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        var refusal = Assert.Throws<ArgumentException>(() => pair.Sparse.call(EnginePair.Images(5, Input, seed: 5).to(META)));
        Assert.Contains("Float32 on meta", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lenet5", 16)]
    [InlineData("resnet20", 8)]
    [InlineData("wrn-10-1", 8)]
    [InlineData("mlp", 8)]
    public void Their_gradient_is_that_of_the_dense_engine(string model, int side)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, side, side);
        using EnginePair pair = EnginePair.Of(model, input, 0.25, 0.8);
        foreach (int batch in new[] { 5, 16, 19 }) RequireSame(pair, pair.Sparse.call, pair.ImagesOffTheEdges(batch, input));
    }

    [Fact]
    public void So_it_is_where_libtorch_computes_the_first_layer()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        using TracedNetwork mixed = new TracedNetwork(pair.Sparse, Input).WithDense(pair.Sparse.Layers[0]);
        RequireSame(pair, mixed.Forward, pair.ImagesOffTheEdges(19, Input));
    }

    [Fact]
    public void So_it_is_where_images_are_computed_and_lie_channels_last()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        Tensor images = pair.ImagesOffTheEdges(19, Input);
        static Tensor Last(Tensor leaf) => leaf.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Near.Require(
            GradientOf(images, leaf => pair.Expected(Last(leaf))), GradientOf(images, leaf => pair.Sparse.call(Last(leaf))), "images",
            1e-4);
    }

    [Fact]
    public void So_it_is_where_nothing_else_learns_and_other_passes_ask_for_none()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        pair.Evaluate(Input);
        Tensor images = pair.ImagesOffTheEdges(19, Input);
        pair.Sparse.call(images).sum().backward();
        foreach (Parameter parameter in pair.Dense.Module.parameters().Concat(pair.Sparse.Module.parameters()))
            parameter.requires_grad = false;
        RequireSame(pair, pair.Sparse.call, images);
        Assert.False(pair.Sparse.call(images).requires_grad);
    }

    private static void RequireSame(EnginePair pair, Func<Tensor, Tensor> forward, Tensor images) =>
        Near.Require(GradientOf(images, pair.Expected), GradientOf(images, forward), $"{images.shape[0]} images", 1e-4);

    private static Tensor GradientOf(Tensor images, Func<Tensor, Tensor> forward)
    {
        Tensor leaf = images.clone().requires_grad_();
        nn.functional.cross_entropy(forward(leaf), EnginePair.Labels((int)images.shape[0])).backward();
        return leaf.grad ?? zeros_like(images);
    }
}
