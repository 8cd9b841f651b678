using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Schedules;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

public sealed class DropAndGrowTests
{
    [Theory]
    [InlineData(GradientUse.None, GradientUse.None)]
    [InlineData(GradientUse.AtUpdates, GradientUse.AtUpdates)]
    [InlineData(GradientUse.EveryStep, GradientUse.EveryStep)]
    public void A_drop_criterion_that_asks_for_gradients_has_them_whatever_growth_asks_for(GradientUse asked, GradientUse expected)
    {
        GradientDrop drop = new(asked);
        Assert.Equal(expected, new DropAndGrowUpdate(drop, new RandomGrowth()).Gradient);
        Assert.Equal(asked, new Reallocation(drop).Gradient);
        Assert.Equal(asked == GradientUse.None ? GradientUse.AtUpdates : asked, new DropAndGrowUpdate(drop, new GradientGrowth()).Gradient);
    }

    [Fact]
    public void A_drop_criterion_sees_the_gradient_of_the_step_before_the_update()
    {
        GradientDrop drop = new(GradientUse.AtUpdates);
        using SparseNetwork network = Network();
        TopologyScheduler scheduler = Of(network, drop);
        Step(network, scheduler, finished: 1);
        Assert.Empty(drop.Seen);
        Step(network, scheduler, finished: 2);
        Assert.Equal(2, drop.Seen.Count);
        Assert.All(drop.Seen, gradient => Assert.Contains(gradient, number => number != 0));
    }

    // A criterion that draws must draw anew at each update, the same in every run, and not what growth draws.
    [Fact]
    public void The_seed_of_a_drop_is_its_own_and_another_one_at_each_update()
    {
        List<Seed> Seeds()
        {
            GradientDrop drop = new(GradientUse.AtUpdates);
            using SparseNetwork network = Network();
            TopologyScheduler scheduler = Of(network, drop);
            for (int finished = 1; finished <= 4; finished++) Step(network, scheduler, finished);
            return drop.Seeds;
        }

        List<Seed> seeds = Seeds();
        Assert.Equal(2, seeds.Distinct().Count());
        Assert.Equal(seeds, Seeds());
        Seed update = new(9);
        Assert.DoesNotContain(update.ForDrop(), new[] { update.For("drop"), update.For("fc1"), update });
    }

    private static SparseNetwork Network()
    {
        SparseNetwork network = new(nn.Sequential(("fc1", new SparseLinear(6, 5)), ("fc2", new SparseLinear(5, 3))));
        network.Initialize(new(1));
        foreach (SparseLayer layer in network.Layers)
            layer.Weight.Rewire(Connectivity.Random(layer.Weight.Shape.Positions, layer.Weight.Shape.Positions / 2, new(2)));
        return network;
    }

    private static TopologyScheduler Of(SparseNetwork network, IDropCriterion drop)
    {
        DropAndGrowUpdate update = new(drop, new RandomGrowth());
        SparseMethod method = new()
        {
            InitialDensity = Density.FromValue(0.5),
            Initial = new FullTopology(),
            Update = update,
            Exploration = update,
            IsDue = finished => finished % 2 == 0,
            DropFraction = DropFractions.Constant(0.4),
        };
        TopologyScheduler scheduler = new(
            network, method, lastUpdate: 9, lastStep: 10, new Dictionary<long, ITopologyUpdate>(), 0.5, 0.9, new(3));
        scheduler.Begin();
        return scheduler;
    }

    private static void Step(SparseNetwork network, TopologyScheduler scheduler, long finished)
    {
        using var scope = NewDisposeScope();
        scheduler.Prepare(finished);
        Tensor scores = network.call(tensor([.. Enumerable.Range(-12, 24).Select(number => 0.1f * number)]).view(4, 6));
        scores.mul(scores).sum().backward();
        scheduler.Update(finished);
        scheduler.Explore(finished);
    }

    private sealed class GradientDrop(GradientUse use) : IDropCriterion
    {
        public List<float[]> Seen { get; } = [];

        public List<Seed> Seeds { get; } = [];

        public GradientUse Gradient => use;

        public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed)
        {
            Seeds.Add(seed);
            Seen.AddRange(weights.Select(weight => weight.DenseGradient.data<float>().ToArray()));
            return [.. weights.Select(
                weight => seed.Stream().NextSubset(weight.Connectivity.Count, Selection.CountOf(fraction, weight.Connectivity.Count)))];
        }
    }
}
