using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tests.Tickets;

public sealed class AveragingRuleTests
{
    private static readonly NetworkState First = State([2, 0, 4, 0], bias: 1);
    private static readonly NetworkState Second = State([4, 6, 0, 0], bias: 3);
    private static readonly NetworkState Third = State([3, 3, 0, 8], bias: 5);

    public static TheoryData<string> Rules => [.. AveragingRules.All.Select(rule => rule.Name)];

    [Fact]
    public void Cia_counts_a_missing_connection_as_zero() =>
        Assert.Equal([3, 3, 4f / 3, 8f / 3], Values(Average(AveragingRules.All["cia"](0), First, Second, Third), 4), Near);

    [Fact]
    public void Caa_averages_over_the_tickets_that_hold_a_connection() =>
        Assert.Equal([3, 4.5f, 4, 8], Values(Average(AveragingRules.All["caa"](0), First, Second, Third), 4), Near);

    // ((2·0.8 + 4·0.2)·0.8 + 3·0.2 = 2.52, and so on: β weighs the old average.
    [Fact]
    public void Cima_moves_from_the_old_average_towards_the_new_ticket() =>
        Assert.Equal([2.52f, 1.56f, 2.56f, 1.6f], Values(Average(AveragingRules.All["cima"](0.8), First, Second, Third), 4), Near);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Dense_tensors_are_averaged_plainly_or_moved(string name)
    {
        double expected = name switch
        {
            "cia" or "caa" => 3,
            "cima" => ((1 * 0.8) + (3 * 0.2)) * 0.8 + (5 * 0.2),
            _ => throw new NotSupportedException($"what does {name} make of 1, 3 and 5?"),
        };
        Assert.Equal(expected, Average(AveragingRules.All[name](0.8), First, Second, Third).Tensors[0].Floats[0], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Counters_are_never_averaged(string name) =>
        Assert.Equal([5L], Average(AveragingRules.All[name](0.8), First, Second, Third).Tensors[1].Integers);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Tickets_are_left_as_they_were(string name)
    {
        float[] before = Values(First, 4);
        Average(AveragingRules.All[name](0.8), First, Second, Third);
        Assert.Equal(before, Values(First, 4));
        Assert.Equal(1, First.Tensors[0].Floats[0]);
    }

    [Fact]
    public void After_each_ticket_the_superposition_has_exactly_its_budget_and_cia_goes_on_from_the_pruned_average()
    {
        Superposition superposition = new(AveragingRules.All["cia"](0), StatePruning.Global, budget: 2, new HashSet<string>());
        superposition.Add(First);
        superposition.Add(Second);
        // (3, 3, 2) → the two largest, the lower position first.
        Assert.Equal([3, 3, 0, 0], Values(superposition.Ticket!, 4));
        Assert.Equal(3, superposition.ConnectionsBeforePruning);
        superposition.Add(Third);
        // ((2·3 + 3)/3, (2·3 + 3)/3, 0, 8/3): position 2 was pruned and does not come back.
        Assert.Equal([3, 3, 0, 0], Values(superposition.Ticket!, 4));
        Assert.Equal(3, superposition.ConnectionsBeforePruning);
    }

    [Fact]
    public void Caa_goes_on_from_the_unpruned_sums()
    {
        Superposition superposition = new(AveragingRules.All["caa"](0), StatePruning.Global, budget: 2, new HashSet<string>());
        superposition.Add(First);
        superposition.Add(Second);
        Assert.Equal([0, 6, 4, 0], Values(superposition.Ticket!, 4));
        superposition.Add(Third);
        Assert.Equal([0, 4.5f, 0, 8], Values(superposition.Ticket!, 4), Near);
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5f;

    private static NetworkState Average(IAveragingRule rule, params NetworkState[] tickets)
    {
        Accumulation? accumulation = null;
        foreach (NetworkState ticket in tickets) accumulation = rule.Add(accumulation, ticket);
        return rule.Average(accumulation!);
    }

    private static NetworkState State(float[] dense, float bias)
    {
        int[] positions = [.. Enumerable.Range(0, dense.Length).Where(i => dense[i] != 0)];
        SparseLayerState layer = new(
            "fc.weight", new WeightShape(2, 2), Connectivity.Of(positions, dense.Length), [.. positions.Select(i => dense[i])]);
        return new([layer], [new("fc.bias", [1], [bias], []), new("bn.num_batches_tracked", [], [], [(long)bias])]);
    }

    private static float[] Values(NetworkState state, int length)
    {
        float[] dense = new float[length];
        for (int i = 0; i < state.Layers[0].Values.Length; i++)
            dense[state.Layers[0].Connectivity.Positions[i]] = state.Layers[0].Values[i];
        return dense;
    }
}
