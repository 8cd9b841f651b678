using CsCheck;
using SupTickets.Reports.Plots;

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
}
