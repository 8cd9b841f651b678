using CsCheck;
using SupTickets.Schedules;

namespace SupTickets.Tests.Schedules;

public sealed class SchedulesTests
{
    [Fact]
    public void The_triangle_peaks_in_mid_cycle_and_ends_low() =>
        Assert.Equal([2, 3, 2, 1, 2, 3, 2, 1], Range(8).Select(step => LearningRates.Triangle(1, 3, 4)(step)));

    [Fact]
    public void The_inverted_triangle_is_low_in_mid_cycle() =>
        Assert.Equal([2, 1, 2, 3], Range(4).Select(step => LearningRates.InvertedTriangle(1, 3, 4)(step)));

    [Fact]
    public void The_sawtooth_falls_to_low() =>
        Assert.Equal([2.5, 2, 1.5, 1], Range(4).Select(step => LearningRates.Sawtooth(1, 3, 4)(step)));

    [Fact]
    public void A_restart_falls_from_exactly_high_to_exactly_low() =>
        Assert.Equal([5, 4, 3, 2, 1, 5], Range(6).Select(step => LearningRates.Restart(1, 5, 5)(step)));

    [Fact]
    public void Halves_are_high_and_then_low()
    {
        Assert.Equal([3, 3, 1, 1, 3], Range(5).Select(step => LearningRates.Halves(1, 3, 4)(step)));
        Assert.Equal([3, 3, 1, 3], Range(4).Select(step => LearningRates.Halves(1, 3, 3)(step)));
    }

    [Fact]
    public void A_cycle_of_one_step_ends_low()
    {
        Assert.Equal([1, 1], Range(2).Select(step => LearningRates.Restart(1, 3, 1)(step)));
        Assert.Equal([1, 1], Range(2).Select(step => LearningRates.Halves(1, 3, 1)(step)));
    }

    // The papers count the iterations i of a cycle of c from 1. FGE is Eq. 3 with the rates exchanged; a restart is linear from the first
    // iteration to the last.
    [Fact]
    public void Every_rate_of_a_cycle_is_its_formula() =>
        Gen.Select(Gen.Double[1e-4, 1], Gen.Double[1e-4, 1], Gen.Int[2, 50], Gen.Int[1, 200]).Sample((low, high, c, iteration) =>
        {
            int i = (iteration - 1) % c + 1;
            double t = (double)i / c;
            Require(LearningRates.Triangle, Equation3(low, high));
            Require(LearningRates.InvertedTriangle, Equation3(high, low));
            Require(LearningRates.Sawtooth, (1 - t) * high + t * low);
            Require(LearningRates.Restart, high + (low - high) * (i - 1) / (c - 1));
            Require(LearningRates.Halves, 2 * i <= c + 1 ? high : low);

            double Equation3(double first, double second) =>
                t <= 0.5 ? (1 - 2 * t) * first + 2 * t * second : (2 - 2 * t) * second + (2 * t - 1) * first;
            void Require(Func<double, double, long, Schedule> rate, double expected) =>
                Assert.Equal(expected, rate(low, high, c)(iteration - 1), 1e-12);
        });

    [Fact]
    public void Steps_fall_at_the_milestone_itself() =>
        Assert.Equal([8, 8, 4, 4, 2], Range(5).Select(step => LearningRates.Steps(8, 0.5, [2, 4])(step)));

    [Fact]
    public void Warm_up_rises_once_an_epoch() =>
        Assert.Equal([2, 2, 4, 4, 6, 6], Range(6).Select(step => LearningRates.WarmUp(6, 2, 2, LearningRates.Constant(6))(step)));

    [Fact]
    public void The_second_of_two_schedules_starts_at_its_own_zero() =>
        Assert.Equal([9, 9, 2, 3], Range(4).Select(step => LearningRates.Constant(9).Then(2, LearningRates.Triangle(1, 3, 4))(step)));

    [Fact]
    public void The_cosine_goes_from_start_to_end_through_their_mean()
    {
        Schedule cosine = DropFractions.Cosine(0.5, 0.005, 1000);
        Assert.Equal(0.5, cosine(0), 12);
        Assert.Equal(0.2525, cosine(500), 12);
        Assert.Equal(0.005, cosine(1000), 12);
        Assert.Equal(0.005, cosine(2000), 12);
    }

    [Fact]
    public void The_linear_fraction_ends_at_zero() =>
        Assert.Equal([0.5, 0.25, 0, 0], new long[] { 0, 50, 100, 150 }.Select(step => DropFractions.Linear(0.5, 100)(step)));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.5)]
    [InlineData(6, 0.05 + 0.45 * 0.125)]
    [InlineData(11, 0.05)]
    [InlineData(99, 0.05)]
    public void The_cubic_density_starts_at_its_first_update_and_ends_exactly(long update, double density) =>
        Assert.Equal(density, Densities.Cubic(0.5, 0.05, 1, 11)(update), 12);

    // GraNet on CIFAR-100: pruning from update 0 to 43; the last one below it leaves 0.45/43³ above the target.
    [Fact]
    public void One_update_before_its_end_the_cubic_is_at_the_residual_of_the_official_code() =>
        Assert.Equal(0.05 + 0.45 / (43.0 * 43 * 43), Densities.Cubic(0.5, 0.05, 0, 43)(42), 12);

    private static IEnumerable<long> Range(int count) => Enumerable.Range(0, count).Select(step => (long)step);
}
