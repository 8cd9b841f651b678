using SupTickets.Methods;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

public sealed class GrowCriteriaTests
{
    [Fact]
    public void Gradient_growth_takes_the_steepest_absent_positions_and_never_an_active_one()
    {
        using SparseWeight weight = WithGradient([9, -3, 0, 2, -8], active: [0, 4]);
        // Absent are 1, 2, 3 with |g| 3, 0, 2.
        Assert.Equal([0, 2], new GradientGrowth().Choose(weight, [1, 2, 3], 2, new(1)));
    }

    // The official code ranks all positions, and with too few nonzero gradients "grows" active connections.
    [Fact]
    public void Gradient_growth_keeps_the_count_when_gradients_vanish()
    {
        using SparseWeight weight = WithGradient([1, 0, 0, 0, 1], active: [0, 4]);
        Assert.Equal([0, 1, 2], new GradientGrowth().Choose(weight, [1, 2, 3], 3, new(1)));
    }

    [Fact]
    public void Momentum_growth_follows_the_sum_of_past_gradients()
    {
        using SparseWeight weight = WithGradient([0, 5, 1, 0, 0], active: [0, 4]);
        weight.AccumulateDenseMomentum(0.5);
        Backward(weight, [0, 0, 4, 0, 0]);
        weight.AccumulateDenseMomentum(0.5);
        // Momentum 2.5 at position 1, 4.5 at position 2.
        Assert.Equal([1], new MomentumGrowth().Choose(weight, [1, 2, 3], 1, new(1)));
        Assert.Equal([0, 2.5f, 4.5f, 0, 0], weight.DenseMomentumOnHost());
    }

    [Fact]
    public void Random_growth_takes_every_absent_position_equally_often()
    {
        using SparseWeight weight = WithGradient(new float[5], active: [0]);
        int[] seen = new int[4];
        for (ulong seed = 0; seed < 10_000; seed++)
        {
            foreach (int index in new RandomGrowth().Choose(weight, [1, 2, 3, 4], 2, new Seed(seed).For("grow"))) seen[index]++;
        }

        // 5 000 expected, standard deviation 50.
        Assert.All(seen, count => Assert.InRange(count, 4_750, 5_250));
    }

    [Fact]
    public void Unfired_growth_takes_positions_never_connected_and_then_the_rest()
    {
        using SparseWeight weight = WithGradient(new float[8], active: [0, 1]);
        weight.TrackConnections();
        weight.Rewire(Connectivity.Of([0, 2, 3], 8));
        weight.Rewire(Connectivity.Of([0, 3], 8));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 8).Where(weight.WasEverConnected));
        Assert.Throws<ArgumentOutOfRangeException>(() => weight.WasEverConnected(8));
        // Absent are 1, 2, 4, 5, 6, 7; 1 and 2 were connected once.
        int[] absent = [1, 2, 4, 5, 6, 7];
        int[] seen = new int[6];
        for (ulong seed = 0; seed < 1_000; seed++)
        {
            int[] few = new RandomUnfiredGrowth().Choose(weight, absent, 2, new(seed));
            Assert.Equal(few.Distinct().Order(), few);
            Assert.All(few, index => Assert.InRange(index, 2, 5));
            int[] many = new RandomUnfiredGrowth().Choose(weight, absent, 5, new(seed));
            Assert.Equal([2, 3, 4, 5], many[1..]);
            foreach (int index in few.Append(many[0])) seen[index]++;
        }

        // Each 500 times expected, standard deviation 16.
        Assert.All(seen, count => Assert.InRange(count, 420, 580));
        Assert.Equal([0, 1, 2, 3, 4, 5], new RandomUnfiredGrowth().Choose(weight, absent, 6, new(1)));
    }

    private static SparseWeight WithGradient(float[] gradient, int[] active)
    {
        SparseWeight weight = new(new WeightShape(1, gradient.Length));
        weight.Restore(Connectivity.Of(active, gradient.Length), new float[active.Length]);
        Backward(weight, gradient);
        return weight;
    }

    private static void Backward(SparseWeight weight, float[] gradient)
    {
        weight.CaptureDenseGradient();
        (weight.Dense() * tensor(gradient)).sum().backward();
    }
}
