using SupTickets.Allocation;
using SupTickets.Values;

namespace SupTickets.Tests.Allocation;

public sealed class ExactCountsTests
{
    [Fact]
    public void The_residual_goes_to_the_largest_layer() =>
        // Rounding 2.8, 8 and 2.8 gives 14, and int(0.4 · 34) is 13.
        Assert.Equal([3, 7, 3], ExactCounts.Of([7, 20, 7], [0.4, 0.4, 0.4], [false, false, false], Density.FromValue(0.4)));

    [Fact]
    public void A_residual_too_large_for_the_largest_layer_goes_on_to_the_next() =>
        // A half rounds to the even zero in each layer, and each can take one of the five that are missing.
        Assert.Equal([1, 1, 1, 1, 1, 0, 0, 0, 0, 0], ExactCounts.Of(
            [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [.. Enumerable.Repeat(0.5, 10)], new bool[10], Density.FromValue(0.5)));

    [Fact]
    public void A_dense_layer_is_touched_last() =>
        // Rounding gives 110, int(0.99 · 110) is 108, and the large layer keeps its hundred.
        Assert.Equal([100, 8], ExactCounts.Of([100, 10], [1, 0.95], [true, false], Density.FromValue(0.99)));
}
