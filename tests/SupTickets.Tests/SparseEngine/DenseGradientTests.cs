using SupTickets.Networks;
using SupTickets.Tests.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// Gradients at absent positions, which growth asks for. <see cref="EngineEqualityTests"/> compares those of a single pass for every model.
/// </summary>
public sealed class DenseGradientTests
{
    private static readonly ImageShape Input = new(3, 16, 16);

    [Theory]
    [InlineData("lenet5")]
    [InlineData("resnet20")]
    public void Passes_since_the_capture_add_up_and_outlive_a_rewiring(string model)
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(model, Input, 0.25, 0.9);
        Tensor[] gradients = [Captured(pair.Dense), Captured(pair.Sparse)];
        Near.Require(gradients[0], gradients[1], "dense gradients of two passes", 1e-4);

        static Tensor Captured(SparseNetwork network)
        {
            foreach (SparseLayer layer in network.Layers) layer.Weight.CaptureDenseGradient();
            foreach (ulong seed in new ulong[] { 5, 6 })
                nn.functional.cross_entropy(network.call(EnginePair.Images(19, Input, seed)), EnginePair.Labels(19)).backward();
            foreach (SparseLayer layer in network.Layers)
                layer.Weight.Rewire(SupTickets.Topology.Connectivity.Random(
                    layer.Weight.Shape.Positions, layer.Weight.Connectivity.Count, new Seed(7).For(layer.Name).Stream()));
            return cat([.. network.Layers.Select(layer => layer.Weight.DenseGradient)]);
        }
    }

    [Fact]
    public void What_they_take_beside_themselves_is_given_back()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        using TracedNetwork traced = new(pair.Sparse, Input);
        Tensor images = EnginePair.Images(19, Input, seed: 5);
        traced.Forward(images).sum().backward();
        long before = traced.Resources.Scratch.Bytes;
        foreach (SparseLayer layer in pair.Sparse.Layers) layer.Weight.CaptureDenseGradient();
        traced.Forward(images).sum().backward();
        Assert.All(pair.Sparse.Layers, layer => Assert.Equal(layer.Weight.Shape.Positions, layer.Weight.DenseGradient.numel()));
        Assert.InRange(traced.Resources.Scratch.Bytes, 0, before);
    }

    [Fact]
    public void At_connections_they_are_the_gradients_of_the_values_and_without_capture_there_are_none()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        Tensor images = EnginePair.Images(19, Input, seed: 5);
        pair.Sparse.call(images).sum().backward();
        Assert.All(pair.Sparse.Layers, layer => Assert.ThrowsAny<InvalidOperationException>(() => layer.Weight.DenseGradient));
        StepRecord record = StepRecord.Of(pair.Sparse, images, EnginePair.Labels(19));
        foreach (SparseLayer layer in pair.Sparse.Layers)
        {
            float[] everywhere = record[$"{layer.WeightName} at all positions"];
            Near.Require(
                tensor(record[layer.WeightName]),
                tensor([.. layer.Weight.Connectivity.Positions.ToArray().Select(position => everywhere[position])]), layer.Name, 1e-5);
        }
    }
}
