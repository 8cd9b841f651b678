using SupTickets.Methods;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tests.Methods;

public sealed class AdaptiveThresholdDropTests
{
    [Fact]
    public void All_below_the_threshold_go_and_one_of_a_layer_stays()
    {
        using SparseWeight mixed = Weight(0.5f, -0.1f, 0.2f, -0.3f, 0);
        using SparseWeight small = Weight(0.1f, -0.2f, 0.15f);
        using SparseWeight empty = Weight();
        MethodMemory memory = new() { [AdaptiveThresholdDrop.Threshold] = 0.3f };
        // Not 0.3 itself; of the second layer the largest stays.
        Assert.Equal([[1, 2, 4], [0, 2], []], new AdaptiveThresholdDrop(memory, _ => 5).Choose([mixed, small, empty], 0.5, new(1)));
        Assert.Equal(0.3f, memory[AdaptiveThresholdDrop.Threshold]);
    }

    // Five of ten go: more than 1.1 times 4.5, fewer than 0.9 times 5.6, and in between as many as wanted.
    [Theory]
    [InlineData(4.5, 0.25)]
    [InlineData(4.6, 0.5)]
    [InlineData(5, 0.5)]
    [InlineData(5.5, 0.5)]
    [InlineData(5.6, 1)]
    public void The_threshold_halves_or_doubles_toward_the_wanted_number(double wanted, double after)
    {
        using SparseWeight weight = Weight(0.1f, 0.2f, 0.3f, 0.4f, 0.45f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f);
        MethodMemory memory = new() { [AdaptiveThresholdDrop.Threshold] = 0.5 };
        AdaptiveThresholdDrop drop = new(memory, connections => wanted * connections / 10);
        Assert.Equal(5, drop.Choose([weight], 0.5, new(1))[0].Length);
        Assert.Equal(after, memory[AdaptiveThresholdDrop.Threshold]);
        Assert.Equal(after switch { 0.25 => 2, 0.5 => 5, _ => 9 }, drop.Choose([weight], 0.5, new(1))[0].Length);
    }

    private static SparseWeight Weight(params float[] values)
    {
        SparseWeight weight = new(new WeightShape(1, values.Length + 3));
        weight.Restore(Connectivity.Random(values.Length + 3, values.Length, new(1)), values);
        return weight;
    }
}
