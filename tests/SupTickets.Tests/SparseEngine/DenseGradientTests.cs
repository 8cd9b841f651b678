using SupTickets.Kernels.Convolution;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tests.Layers;
using SupTickets.Topology;
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
                layer.Weight.Rewire(Connectivity.Random(
                    layer.Weight.Shape.Positions, layer.Weight.Connectivity.Count, new Seed(7).For(layer.Name).Stream()));
            return cat([.. network.Layers.Select(layer => layer.Weight.DenseGradient)]);
        }
    }

    [Fact]
    public void Beside_themselves_they_take_no_more_than_the_sums_of_narrow_layers()
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
        Assert.InRange(traced.Resources.Scratch.Bytes, 0, before + sizeof(float) * PanelWeightGradient.SlicedFloats);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Growth_by_the_steepest_alone_is_growth_by_all(int passes)
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        List<int[]> byAll = Grown(steepest: false), bySteepest = Grown(steepest: true);
        Assert.Equal(byAll.Count, bySteepest.Count);
        Assert.All(byAll.Zip(bySteepest), pair => Assert.Equal(pair.First, pair.Second));

        List<int[]> Grown(bool steepest)
        {
            pair.Sparse.Restore(pair.State);
            foreach (SparseLayer layer in pair.Sparse.Layers)
            {
                if (steepest) layer.Weight.CaptureSteepestGradients();
                else layer.Weight.CaptureDenseGradient();
            }

            Tensor scores = cat([
                .. Enumerable.Range(5, passes).Select(seed => pair.Sparse.call(EnginePair.Images(19, Input, (ulong)seed)))]);
            Tensor loss = scores.mul(scores).sum();
            foreach (SparseLayer layer in pair.Sparse.Layers) layer.Weight.CloseUses();
            loss.backward();
            List<int[]> grown = [];
            foreach (SparseLayer layer in pair.Sparse.Layers.Where(layer => !layer.Weight.Connectivity.IsFull))
            {
                Connectivity connected = layer.Weight.Connectivity;
                Assert.Equal(steepest, layer.Weight.SteepestGradients is not null);
                if (steepest) Assert.ThrowsAny<InvalidOperationException>(() => layer.Weight.DenseGradient);
                Connectivity kept = connected.Without([.. Enumerable.Range(0, connected.Count / 2)]);
                grown.Add(((IPositionGrowth)new GradientGrowth()).Choose(layer.Weight, kept, connected.Count / 2, new(1)));
                layer.Weight.ReleaseDenseGradient();
                Assert.Null(layer.Weight.SteepestGradients);
            }

            return grown;
        }
    }

    [Fact]
    public void While_more_uses_may_come_the_whole_gradient_is_kept()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        foreach (SparseLayer layer in pair.Sparse.Layers) layer.Weight.CaptureSteepestGradients();
        pair.Sparse.call(EnginePair.Images(19, Input, seed: 5)).sum().backward();
        Assert.All(pair.Sparse.Layers, layer => Assert.Equal(layer.Weight.Shape.Positions, layer.Weight.DenseGradient.numel()));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_kept_whole_for_the_diagnosis()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("lenet5", Input, 0.25, 0.9);
        SparseWeight weight = pair.Sparse.Layers[^1].Weight;
        foreach (SparseLayer layer in pair.Sparse.Layers) layer.Weight.CaptureSteepestGradients();
        Tensor loss = pair.Sparse.call(EnginePair.Images(19, Input, seed: 5)).mul(tensor(float.PositiveInfinity)).sum();
        foreach (SparseLayer layer in pair.Sparse.Layers) layer.Weight.CloseUses();
        loss.backward();
        Assert.Null(weight.SteepestGradients);
        Assert.False(FiniteNumbers.AreAll(weight.DenseGradient));
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
