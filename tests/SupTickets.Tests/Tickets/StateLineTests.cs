using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Topology;

namespace SupTickets.Tests.Tickets;

public sealed class StateLineTests
{
    private static readonly NetworkState From = State([0, 1], [2, 4], bias: 1, variance: 3, count: 7);
    private static readonly NetworkState To = State([1, 3], [8, -4], bias: 5, variance: 1, count: 9);

    [Fact]
    public void A_quarter_of_the_way_by_hand()
    {
        NetworkState state = StateLine.At(From, To, 0.25);
        Assert.Equal([0, 1, 3], state.Layers[0].Connectivity.Positions.ToArray());
        Assert.Equal([1.5f, 5, -1], state.Layers[0].Values);
        Assert.Equal([2f], state.Tensors[0].Floats);
        Assert.Equal([2.5f], state.Tensors[1].Floats);
    }

    [Fact]
    public void The_ends_are_the_states_themselves()
    {
        Assert.Same(From, StateLine.At(From, To, 0));
        Assert.Same(To, StateLine.At(From, To, 1));
    }

    [Fact]
    public void Beyond_the_ends_there_is_no_line() =>
        Assert.All([-0.1, 1.1, double.NaN], share => Assert.Throws<ArgumentOutOfRangeException>(() => StateLine.At(From, To, share)));

    private static NetworkState State(int[] positions, float[] values, float bias, float variance, long count) => new(
        [new("w", new(1, 4), Connectivity.Of(positions, 4), values)],
        [new("bias", [1], [bias], []), new("running_var", [1], [variance], []), new("num_batches_tracked", [], [], [count])]);
}
