using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

public sealed class RecomputedStatisticsTests
{
    [Fact]
    public void Recomputed_statistics_are_the_plain_means_over_all_batches()
    {
        using var outer = NewDisposeScope();
        ImageData data = DataSets.Open(MethodRun.Recipe.Data, new(1));
        BatchLoader batches = new(data.Train, 10, new(2), new());
        using SparseNetwork network = Fresh(), other = Fresh();
        NetworkState before = network.Snapshot();
        NetworkState actual = new StateEvaluator(network, data, batch: 12, workers: 1).WithRecomputedStatistics(
            before, batches, epoch: 0, CancellationToken.None);

        // With momentum 1 the running statistics are those of the last batch: 10, 10 and 4 samples, all with the same weight.
        Dictionary<string, double[]> sums = [];
        foreach (BatchNorm norm in other.BatchNorms) norm.Momentum = 1;
        other.train();
        int count = 0;
        foreach (Batch batch in batches.Epoch(0))
        {
            using var quiet = no_grad();
            other.call(batch.ToTensors(data.Train.Shape, CPU).Images);
            foreach (StateTensor tensor in Statistics(other.Snapshot()))
            {
                double[] sum = sums.TryGetValue(tensor.Name, out double[]? found) ? found
                    : sums[tensor.Name] = new double[tensor.Floats.Length];
                for (int i = 0; i < sum.Length; i++) sum[i] += tensor.Floats[i];
            }

            count++;
        }

        Assert.Equal(3, count);
        Assert.Equal(2 * network.BatchNorms.Count(), sums.Count);
        foreach (StateTensor tensor in Statistics(actual))
            Assert.All(tensor.Floats.Zip(sums[tensor.Name]), pair =>
                Assert.Equal(pair.Second / count, pair.First, 1e-5 * Math.Max(1, Math.Abs(pair.Second))));
        foreach ((StateTensor was, StateTensor now) in before.Tensors.Zip(actual.Tensors).Where(
            pair => !pair.First.Name.Contains("running", StringComparison.Ordinal)))
            Assert.Equal(was.Floats, now.Floats);
        Assert.Equal(before.Layers.SelectMany(layer => layer.Values), actual.Layers.SelectMany(layer => layer.Values));
        Assert.All(network.BatchNorms, norm => Assert.Equal(0.1, norm.Momentum));
    }

    private static IEnumerable<StateTensor> Statistics(NetworkState state) =>
        state.Tensors.Where(tensor => tensor.Name.Contains("running", StringComparison.Ordinal));

    private static SparseNetwork Fresh()
    {
        SparseNetwork network = new(ModelTable.Create("resnet20", 10, SyntheticImages.Shape, 0.25));
        network.Initialize(new(4));
        return network;
    }
}
