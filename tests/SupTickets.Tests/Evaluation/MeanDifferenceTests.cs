using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class MeanDifferenceTests
{
    // Mean 2, standard error 1/√3, t = 2√3 with two degrees of freedom, whose quantile is 4.3027.
    [Fact]
    public void Pairs_by_hand()
    {
        MeanDifference found = MeanDifference.Paired([1, 2, 3]);
        Assert.True(found.IsPaired);
        Assert.Equal((2, 2.0), (found.Freedom, found.Difference));
        Assert.Equal(1 / Math.Sqrt(3), found.StandardError, 12);
        Assert.Equal(2 - (4.30265273 / Math.Sqrt(3)), found.Low, 6);
        Assert.Equal(2 + (4.30265273 / Math.Sqrt(3)), found.High, 6);
        Assert.Equal(1 - (2 * Math.Sqrt(3) / Math.Sqrt(14)), found.P, 12);
    }

    // A textbook's example: t = −2.46 with 25.0 degrees of freedom, p = 0.021.
    [Fact]
    public void Groups_of_a_textbook()
    {
        MeanDifference found = MeanDifference.Welch(
            [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4],
            [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4]);
        Assert.False(found.IsPaired);
        Assert.Equal(-2.46, found.Difference / found.StandardError, 2);
        Assert.Equal(25.0, found.Freedom, 1);
        Assert.Equal(0.021, found.P, 3);
        Assert.True(found.High < 0);
    }

    // As many values with the same spread: Welch's degrees of freedom are those of Student, 2n − 2.
    [Fact]
    public void Groups_alike_have_the_degrees_of_freedom_of_both() =>
        Assert.Equal(4, MeanDifference.Welch([1, 2, 3], [11, 12, 13]).Freedom, 12);

    [Fact]
    public void What_does_not_vary_is_certain()
    {
        Assert.Equal((1.0, 1.0, 0.0), Ends(MeanDifference.Paired([1, 1])));
        Assert.Equal((0.0, 0.0, 1.0), Ends(MeanDifference.Paired([0, 0, 0])));
        Assert.Equal((-2.0, -2.0, 0.0), Ends(MeanDifference.Welch([1, 1], [3, 3])));
        static (double, double, double) Ends(MeanDifference found) => (found.Low, found.High, found.P);
    }

    [Fact]
    public void One_value_shows_no_noise()
    {
        Assert.Throws<ArgumentException>(() => MeanDifference.Paired([1]));
        Assert.Throws<ArgumentException>(() => MeanDifference.Welch([1, 2], [1]));
    }
}
