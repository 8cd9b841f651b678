using CsCheck;
using SupTickets.Experiments.Reports.Plots;
using SupTickets.Schedules;

namespace SupTickets.Tests.Reports.Plots;

public sealed class StaircaseTests
{
    [Fact]
    public void Steps_are_vertical_exactly_where_the_rate_drops()
    {
        Schedule rate = LearningRates.Steps(1, 0.1, [500, 751]);
        (double, double)[] corners = [(0, 1), (5, 1), (5, 0.1), (7.51, 0.1), (7.51, 0.01), (10, 0.01)];
        Assert.Equal(corners, Staircase.Of(step => rate(step), 1000, 100, 300), Close);
    }

    [Fact]
    public void A_rate_that_never_changes_is_one_line_and_no_steps_are_none()
    {
        Assert.Equal([(0, 0.1), (2, 0.1)], Staircase.Of(_ => 0.1, 200, 100, 300));
        Assert.Equal([], Staircase.Of(_ => 0.1, 0, 100, 300));
    }

    [Fact]
    public void A_short_run_is_exact_to_the_step() =>
        Assert.Equal(
            [(0, 3), (1, 3), (1, 1), (2, 1), (2, 2), (3, 2)],
            Staircase.Of(step => step switch { 0 => 3, 1 => 1, _ => 2 }, 3, 1, 300));

    [Fact]
    public void Of_a_long_triangle_no_peak_and_no_end_is_lost_and_the_corners_are_few()
    {
        // Two cycles of 20,000 steps after 60,000 steps of one rate: the corners of the paper's schedule.
        Schedule rate = LearningRates.Constant(0.001).Then(60_000, LearningRates.Triangle(0.001, 0.005, 20_000));
        IReadOnlyList<(double X, double Y)> corners = Staircase.Of(step => rate(step), 100_000, 1000, 300);
        Assert.InRange(corners.Count, 100, 4 * 300);
        Assert.Equal([(0, 0.001), (60, 0.001)], corners.Take(2));
        Assert.Equal(0.005, corners.Max(corner => corner.Y), 1e-12);
        double[] peaks = [.. corners.Where(corner => corner.Y > 0.005 - 1e-12).Select(corner => Math.Round(corner.X)).Distinct()];
        Assert.Equal([70, 90], peaks);
        Assert.Equal((100, 0.001), corners[^1], Close);
    }

    [Fact]
    public void Whatever_the_function_the_line_goes_to_the_right_within_its_values_and_to_both_extremes() =>
        Gen.Int[0, 9].Array[1, 400].Sample(values =>
        {
            foreach (int columns in new[] { 1, 7, 50, 1000 })
            {
                IReadOnlyList<(double X, double Y)> corners = Staircase.Of(step => values[step], values.Length, 10, columns);
                Assert.Equal(corners.Select(corner => corner.X).Order(), corners.Select(corner => corner.X));
                Assert.Equal((0, values.Length / 10.0), (corners[0].X, corners[^1].X));
                Assert.Equal((values.Min(), values.Max()), (corners.Min(corner => corner.Y), corners.Max(corner => corner.Y)));
                // Where there is a column for every step, each piece is level or upright: no slope was made of a step.
                if (columns < values.Length) continue;
                Assert.All(
                    corners.Zip(corners.Skip(1)), pair => Assert.True(pair.First.X == pair.Second.X || pair.First.Y == pair.Second.Y));
            }
        });

    private static bool Close((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 1e-9 && Math.Abs(a.Y - b.Y) < 1e-12;
}
