using SupTickets.Methods;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tests.Methods;

public sealed class DropCriteriaTests
{
    [Fact]
    public void Magnitude_drops_the_ceiling_of_the_share_smallest_first()
    {
        using SparseWeight weight = Weight(3, -1, 0, -5, 2);
        // ⌈0.5·5⌉ = 3: |0|, |−1|, |2|.
        Assert.Equal([1, 2, 4], new MagnitudeDrop().Choose([weight], 0.5, new(1))[0]);
    }

    [Fact]
    public void High_magnitude_drops_the_ceiling_of_the_share_largest_first()
    {
        using SparseWeight weight = Weight(3, -1, 0, -5, 2);
        // ⌈0.5·5⌉ = 3: |−5|, |3|, |2|.
        Assert.Equal([0, 3, 4], new HighMagnitudeDrop().Choose([weight], 0.5, new(1))[0]);
    }

    [Fact]
    public void Sign_aware_drops_the_closest_to_zero_of_each_sign()
    {
        using SparseWeight weight = Weight(3, -1, 1, -5, 2, -4);
        // positive 3, 1, 2 → ⌈1.5⌉ = 2 (1 and 2); negative −1, −5, −4 → 2 (−1 and −4).
        Assert.Equal([1, 2, 4, 5], new SignAwareDrop().Choose([weight], 0.5, new(1))[0]);
    }

    [Fact]
    public void Global_magnitude_ranks_all_layers_together()
    {
        using SparseWeight small = Weight(0.1f, 0.2f, 0.3f);
        using SparseWeight large = Weight(5, 6, 0.15f);
        IReadOnlyList<int[]> dropped = new GlobalMagnitudeDrop().Choose([small, large], 0.5, new(1));
        Assert.Equal([0, 1], dropped[0]);
        Assert.Equal([2], dropped[1]);
    }

    // 0.1·30 is 3.0000000000000004 in binary, whose ceiling would be 4.
    [Fact]
    public void A_whole_share_is_not_rounded_up() =>
        Assert.Equal(3, new MagnitudeDrop().Choose([Weight([.. Enumerable.Range(1, 30).Select(i => (float)i)])], 0.1, new(1))[0].Length);

    private static SparseWeight Weight(params float[] values)
    {
        SparseWeight weight = new(new WeightShape(1, values.Length + 3));
        weight.Restore(Connectivity.Random(values.Length + 3, values.Length, new(1)), values);
        return weight;
    }
}
