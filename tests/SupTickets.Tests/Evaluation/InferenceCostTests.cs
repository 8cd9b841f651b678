using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;

namespace SupTickets.Tests.Evaluation;

public sealed class InferenceCostTests
{
    // LeNet-5 on 32 × 32 images: each weight of its convolutions is used at 28 × 28 and 10 × 10 places, those of its linear layers once.
    [Fact]
    public void The_connections_of_the_state_count_not_those_of_the_network()
    {
        using MethodRun run = new(MethodRun.Recipe);
        TrainingResult result = run.Train();
        long[] uses = [784, 100, 1, 1];
        run.Network.Layers[0].Weight.Rewire(SupTickets.Topology.Connectivity.Of([0], run.Network.Layers[0].Weight.Shape.Positions));
        InferenceCost cost = InferenceCost.Of(run.Network, result.Final, run.RunSetup.Data.Train.Shape, standsFor: null);
        Assert.Equal(result.Final.Layers.Zip(uses).Sum(pair => 2.0 * pair.Second * pair.First.Connectivity.Count), cost.Flops);
        Assert.Equal(result.Final.Layers.Zip(uses).Sum(pair => 2.0 * pair.Second * pair.First.Shape.Positions), cost.Dense);
        Assert.Equal(cost.Dense, cost.OwnDense);
    }

    // Evci et al. (2020) print 0.23 and 0.10 for Small-Dense ResNet-50 on ImageNet, at widths of 0.465 and 0.34.
    [Theory]
    [InlineData(0.465, 0.22, 0.24)]
    [InlineData(0.34, 0.1, 0.13)]
    public void Small_dense_is_compared_with_the_network_that_it_stands_for(double width, double least, double most)
    {
        using SparseNetwork network = ResNet50(width);
        InferenceCost cost = InferenceCost.Of(network, network.Snapshot(), new(3, 224, 224), () => ResNet50(1));
        Assert.Equal(8_178_368_512, cost.Dense);
        Assert.Equal(cost.Flops, cost.OwnDense);
        Assert.InRange(cost.Flops / cost.Dense, least, most);
    }

    private static SparseNetwork ResNet50(double width) => new(ModelTable.Create("resnet50", 1000, new(3, 224, 224), width));
}
