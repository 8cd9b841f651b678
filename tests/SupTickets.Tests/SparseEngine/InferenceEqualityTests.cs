using SupTickets.Experiments.Models;
using SupTickets.Tests.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Scores without gradients.</summary>
public sealed class InferenceEqualityTests
{
    public static TheoryData<string, int> Models =>
    [
        .. ModelTable.Names.Where(name => name != "wrn-28-10").Append("wrn-10-2").Select(
            name => new TheoryDataRow<string, int>(name, name == "vgg16" ? 32 : 16)),
        // The form for larger images, with pooling in its stem.
        new("resnet50", 64),
        new("vgg16", 37),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_are_those_of_the_dense_engine(string model, int side)
    {
        ImageShape input = new(3, side, side);
        using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
        pair.Evaluate(input);
        foreach (int batch in new[] { 1, 5, 16, 19 })
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            Tensor images = EnginePair.Images(batch, input, seed: 5);
            Near.Require(pair.Expected(images).to(float32), pair.Sparse.call(images), $"scores of {batch} samples", 2e-5);
        }
    }

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet20")]
    [InlineData("wrn-10-1")]
    [InlineData("lenet5")]
    public void Scores_with_and_without_gradients_are_the_same_bits(string model)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, 32, 32);
        using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
        pair.Evaluate(input);
        Tensor images = EnginePair.Images(19, input, seed: 5);
        float[] learning = pair.Sparse.call(images).detach().data<float>().ToArray();
        using var quiet = no_grad();
        Assert.Equal(learning, pair.Sparse.call(images).data<float>().ToArray());
    }

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet20")]
    [InlineData("wrn-10-1")]
    public void Memory_of_activations_is_given_back_as_soon_as_it_was_read(string model)
    {
        using var scope = NewDisposeScope();
        ImageShape input = new(3, 32, 32);
        using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
        using TracedNetwork inference = new(pair.Sparse, input), training = new(pair.Sparse, input);
        Tensor images = EnginePair.Images(16, input, seed: 5), last = EnginePair.Images(3, input, seed: 6);
        inference.Infer(images);
        inference.Infer(last);
        (int made, long bytes) = (inference.Resources.Pool.Made, inference.Resources.Pool.Bytes);
        for (int pass = 0; pass < 3; pass++)
        {
            inference.Infer(images);
            inference.Infer(last);
        }

        Assert.Equal(made, inference.Resources.Pool.Made);
        training.Forward(images).sum().backward();
        Assert.True(
            1.5 * bytes < training.Resources.Pool.Bytes, $"{bytes} bytes for scores, {training.Resources.Pool.Bytes} for gradients");
    }
}
