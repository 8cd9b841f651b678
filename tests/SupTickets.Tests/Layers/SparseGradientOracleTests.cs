using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Layers;

/// <summary>A sparse network against the same network with every connection, those the sparse one lacks being zero: a mask.</summary>
public sealed class SparseGradientOracleTests
{
    private static readonly ImageShape Input = new(3, 32, 32);

    [Theory]
    [InlineData("lenet5")]
    [InlineData("resnet20")]
    [InlineData("lenet-300-100")]
    public void Loss_and_gradients_are_those_of_a_masked_dense_network(string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork sparse = new(ModelTable.Create(model, 10, Input, 0.25)), masked = new(
            ModelTable.Create(model, 10, Input, 0.25));
        sparse.Initialize(new(1));
        foreach (SparseLayer layer in sparse.Layers)
        {
            int positions = layer.Weight.Shape.Positions;
            layer.Weight.Rewire(Connectivity.Random(positions, Math.Max(1, positions / 5), new Seed(2).For(layer.Name).Stream()));
            layer.Weight.CaptureDenseGradient();
        }

        masked.Restore(Filled(sparse.Snapshot()));
        Tensor images = tensor(Images(), 6, 3, 32, 32), labels = tensor(new long[] { 0, 1, 2, 3, 4, 5 });
        double sparseLoss = Backward(sparse, images, labels), maskedLoss = Backward(masked, images, labels);

        Assert.Equal(maskedLoss, sparseLoss, 1e-6);
        foreach ((SparseLayer layer, SparseLayer full) in sparse.Layers.Zip(masked.Layers))
        {
            Tensor dense = full.Weight.Values.grad!;
            Near.Require(dense, layer.Weight.DenseGradient, $"dense gradient of {layer.Name}", 1e-5);
            long[] positions = [.. layer.Weight.Connectivity.Positions.ToArray().Select(position => (long)position)];
            Near.Require(dense[tensor(positions)], layer.Weight.Values.grad!, $"gradient of {layer.Name}", 1e-5);
        }

        foreach (var (one, other) in sparse.DenseParameters().Zip(masked.DenseParameters()))
            Near.Require(other.Parameter.grad!, one.Parameter.grad!, $"gradient of {one.Name}", 1e-5);
    }

    private static double Backward(SparseNetwork network, Tensor images, Tensor labels)
    {
        network.train();
        Tensor loss = nn.functional.cross_entropy(network.call(images), labels);
        loss.backward();
        return loss.item<float>();
    }

    private static NetworkState Filled(NetworkState state) => state with
    {
        Layers =
        [
            .. state.Layers.Select(layer =>
            {
                float[] dense = new float[layer.Shape.Positions];
                for (int i = 0; i < layer.Values.Length; i++) dense[layer.Connectivity.Positions[i]] = layer.Values[i];
                return layer with { Connectivity = Connectivity.Full(dense.Length), Values = dense };
            }),
        ],
    };

    private static float[] Images()
    {
        RandomStream random = new Seed(3).Stream();
        return [.. Enumerable.Range(0, 6 * Input.Length).Select(_ => (float)random.NextNormal())];
    }
}
