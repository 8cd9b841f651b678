using SupTickets.Layers;
using SupTickets.Networks;


namespace SupTickets.Tests.Networks;

/// <summary>
/// Whose fault numbers are that are not finite: the network's where float32 cannot hold the right ones, or what comes before them.
/// </summary>
public sealed class BreakdownTests
{
    [Theory]
    [InlineData(10, 20, true, "which float32 can hold: the numbers came out wrong on this machine")]
    [InlineData(4e38, 20, false, "beyond what float32 can hold")]
    [InlineData(double.PositiveInfinity, 20, false, "beyond what float32 can hold")]
    [InlineData(3e38, 20, false, "which is close to all that float32 can hold")]
    [InlineData(10, 4e38, false, "whose terms add up to 4E+38: on the way float32 may not hold them")]
    public void Results_and_what_is_computed_on_the_way_decide(double result, double terms, bool isOfComputation, string why)
    {
        Breakdown found = new("norm", "BatchNorm", Engine.Dense, new(8, 0, 1, 1), new(8, 2, 1, 1), new(result, terms));
        Assert.Equal(isOfComputation, found.IsOfComputation);
        Assert.EndsWith(why, found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_before_is_no_fault_of_the_computation()
    {
        Assert.False(new Breakdown("fc", "SparseLinear", Engine.Dense, new(8, 1, 1, 1), new(8, 2, 1, 1), new(10, 20)).IsOfComputation);
        Assert.False(new Breakdown("fc", "Own", Engine.Dense, new(8, 0, 1, 1), new(8, 2, 1, 1), InDouble: null).IsOfComputation);
    }
}
