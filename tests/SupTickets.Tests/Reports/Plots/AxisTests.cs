using CsCheck;
using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Tests.Reports.Plots;

public sealed class AxisTests
{
    [Fact]
    public void Ticks_are_round_numbers_by_hand()
    {
        Assert.Equal(["0", "0.5", "1", "1.5", "2"], Axis.Linear([0.1, 1.9]).Ticks.Select(Axis.Label));
        Assert.Equal(["0", "50", "100"], Axis.Linear([3, 97]).Ticks.Select(Axis.Label));
        Assert.Equal(["0", "1", "2", "3", "4"], Axis.Between(0, 4.5).Ticks.Select(Axis.Label));
        Assert.Equal(["0.001", "0.01", "0.1"], Axis.Logarithmic([0.001, 0.1]).Ticks.Select(Axis.Label));
    }

    [Fact]
    public void Every_value_lies_on_the_axis_in_order_and_the_labels_are_few() =>
        Gen.Double[-1e9, 1e9].Array[0, 20].Sample(values =>
        {
            foreach (Axis axis in new[] { Axis.Linear(values), Axis.Logarithmic(values) })
            {
                Assert.InRange(axis.Ticks.Count, 2, 8);
                Assert.Equal(axis.Ticks.Order(), axis.Ticks);
                double[] places = [.. values.Order().Select(axis.Position)];
                Assert.Equal(places.Order(), places);
                Assert.All(places, place => Assert.InRange(place, 0, 1));
            }
        });

    [Fact]
    public void The_logarithmic_axis_gives_equal_ratios_equal_distances()
    {
        Axis axis = Axis.Logarithmic([0.01, 1]);
        Assert.Equal(0.5, axis.Position(0.1), 1e-12);
        Assert.Equal(0, axis.Position(0));
    }

    [Fact]
    public void One_value_and_none_still_make_an_axis()
    {
        Assert.InRange(Axis.Linear([0.5]).Position(0.5), 0.2, 0.8);
        Assert.InRange(Axis.Linear([double.NaN]).Ticks.Count, 2, 8);
        Assert.InRange(Axis.Logarithmic([0.1]).Ticks.Count, 2, 8);
    }

    [Theory]
    [InlineData(new double[] { 100 }, new[] { "40", "60", "80", "100" })]
    [InlineData(new double[] { 0 }, new[] { "0", "0.2", "0.4", "0.6" })]
    [InlineData(new[] { 99.2, 99.9 }, new[] { "99.2", "99.4", "99.6", "99.8", "100" })]
    [InlineData(new[] { 3.0, 97 }, new[] { "0", "50", "100" })]
    [InlineData(new[] { 54.5, 55.5 }, new[] { "54.5", "55", "55.5" })]
    public void Shares_in_per_cent_stay_between_nothing_and_all(double[] values, string[] ticks) =>
        Assert.Equal(ticks, Axis.Linear(values, 0, 100).Ticks.Select(Axis.Label));

    [Fact]
    public void No_axis_leaves_what_its_values_can_be() =>
        Gen.Double[-50, 150].Array[0, 20].Sample(values =>
        {
            Axis axis = Axis.Linear(values, 0, 100);
            Assert.All(axis.Ticks, tick => Assert.InRange(tick, 0, 100));
            Assert.InRange(axis.Ticks.Count, 2, 8);
            Assert.Equal((0.0, 1.0), (axis.Position(-1), axis.Position(101)));
            // Nothing lies beyond 100, so what is there lies at or above the last tick.
            Assert.True(axis.Position(100) >= axis.Position(axis.Ticks[^1]));
        });

    [Fact]
    public void A_rate_that_never_changes_lies_within_the_logarithmic_axis() =>
        Assert.Equal((0.5, 3), (Axis.Logarithmic([0.1]).Position(0.1), Axis.Logarithmic([0.1]).Ticks.Count));
}
