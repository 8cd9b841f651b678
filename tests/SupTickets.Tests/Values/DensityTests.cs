using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class DensityTests
{
    [Theory]
    [InlineData(0.9, 100, 10)]
    [InlineData(0.95, 20, 1)]
    [InlineData(0.95, 23_467_712, 1_173_385)]
    [InlineData(0.8, 14_977_728, 2_995_545)]
    [InlineData(0, 7, 7)]
    public void The_budget_is_the_integer_part_of_the_decimal_product(double sparsity, long total, long expected) =>
        Assert.Equal(expected, Density.FromSparsity(sparsity).CountOf(total));

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_sparsity_outside_its_range_is_refused(double sparsity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Density.FromSparsity(sparsity));
}
