using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class SampleMeanTests
{
    [Fact]
    public void The_deviation_of_a_sample_divides_by_one_less_than_its_size()
    {
        // Squares of the distances from 5: 9 + 1 + 16 = 26, over two.
        SampleMean mean = SampleMean.Of([2, 4, 9]);
        Assert.Equal((3, 5.0), (mean.Count, mean.Mean));
        Assert.Equal(Math.Sqrt(13), mean.StandardDeviation!.Value, 15);
    }

    [Fact]
    public void One_value_has_no_deviation() => Assert.Equal(new(1, 7, null), SampleMean.Of([7]));

    [Fact]
    public void No_value_has_no_mean() => Assert.Throws<ArgumentException>(() => SampleMean.Of([]));
}
