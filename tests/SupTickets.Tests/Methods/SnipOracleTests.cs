using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Runs;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

public sealed class SnipOracleTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 5)]
    public void Snip_keeps_what_a_sort_of_all_dense_saliencies_keeps(int batches, int batchSize)
    {
        using var outer = NewDisposeScope();
        ImageData data = DataSets.Open(MethodRun.Recipe.Data, new(3));
        using SparseNetwork network = Fresh(), other = Fresh();
        NetworkState before = network.Snapshot();
        LossGradients gradients = new(data.Train, new(5), augment: true, new());

        new SnipTopology(batches, batchSize, redraw: null).Apply(network, Density.FromSparsity(0.9), gradients, new(6));

        // By hand: the mean gradient of the same batches on a network of its own, everything sorted at once.
        other.train();
        Batch[] same = [.. new BatchLoader(data.Train, batchSize, new(5), new()).Epoch(0).Take(batches).Select(
            batch => batch with { Images = [.. batch.Images] })];
        using Scalar count = batches.ToScalar();
        foreach (Batch batch in same)
        {
            (Tensor images, Tensor labels) = batch.ToTensors(data.Train.Shape, CPU);
            nn.functional.cross_entropy(other.call(images), labels).div(count).backward();
        }

        (int Layer, int Position, float Saliency)[] all =
        [
            .. other.Layers.SelectMany(
                (layer, index) => layer.Weight.Values.detach().mul(layer.Weight.Values.grad!).abs().data<float>().ToArray()
                .Select((saliency, position) => (index, position, saliency))),
        ];
        var expected = all.OrderByDescending(one => one.Saliency).Take((int)(0.1m * all.Length)).ToHashSet();
        float faintest = expected.Min(one => one.Saliency);
        foreach (var (index, layer) in network.Layers.Index())
        {
            int[] kept = layer.Weight.Connectivity.Positions.ToArray();
            // Gradients of two passes may differ in the last bit: only what lies at the border may be chosen differently.
            HashSet<int> wanted = [.. expected.Where(one => one.Layer == index).Select(one => one.Position)];
            Assert.All(kept.Except(wanted).Concat(wanted.Except(kept)), position =>
                Assert.Equal(faintest, all.Single(one => one.Layer == index && one.Position == position).Saliency, 1e-5f * faintest));
            Assert.Equal(kept.Select(position => before.Layers[index].Values[position]), layer.Weight.ValuesOnHost());
        }

        Assert.Equal(expected.Count, network.Connections);
        foreach ((StateTensor was, StateTensor now) in before.Tensors.Zip(network.Snapshot().Tensors))
        {
            Assert.Equal(was.Floats, now.Floats);
            Assert.Equal(was.Integers, now.Integers);
        }
    }

    private static SparseNetwork Fresh()
    {
        SparseNetwork network = new(ModelTable.Create("resnet20", 10, SyntheticImages.Shape, 0.25));
        network.Initialize(new(4));
        return network;
    }
}
