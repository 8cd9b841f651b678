using CsCheck;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class WilcoxonTests
{
    // Ranks 1 to n: of the 2ⁿ choices of signs, those whose positive ranks come as far from the middle.
    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 6, 2.0 / 8)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 15, 2.0 / 32)]
    [InlineData(new[] { -1.0, -2, -3, -4, -5 }, 0, 2.0 / 32)]
    [InlineData(new[] { -1.0, 2, 3, 4, 5 }, 14, 4.0 / 32)]
    [InlineData(new[] { 1.0, -2, 3, 4, 5 }, 13, 6.0 / 32)]
    [InlineData(new[] { 0.0, 1, 2, 3 }, 6, 2.0 / 8)]
    [InlineData(new[] { 1.0, -1 }, 1.5, 1)]
    [InlineData(new[] { 2.0, 2, 2 }, 6, 2.0 / 8)]
    [InlineData(new[] { 0.0, 0 }, 0, 1)]
    public void Small_samples_by_hand(double[] differences, double w, double p)
    {
        Wilcoxon test = Wilcoxon.Test(differences);
        Assert.Equal((w, p), (test.W, test.P));
    }

    // The critical value of tables for ten pairs at 5 %, two-sided, is 8: 25 of 1,024 sums are as small.
    [Fact]
    public void The_critical_value_of_tables()
    {
        Assert.Equal(50 / 1024.0, Wilcoxon.Test([8, -1, -2, -3, -4, -5, -6, -7, -9, -10]).P, 15);
        Assert.True(Wilcoxon.Test([9, -1, -2, -3, -4, -5, -6, -7, -8, -10]).P > 0.05);
    }

    // Every choice of signs counted, ties and zeros included.
    [Fact]
    public void Chances_are_those_of_counting() => Gen.Int[-4, 4].Array[1, 9].Sample(numbers =>
    {
        double[] values = [.. numbers.Where(value => value != 0).Select(value => (double)value)];
        double[] ranks = [.. values.Select(value => values.Count(other => Math.Abs(other) < Math.Abs(value))
            + ((values.Count(other => Math.Abs(other) == Math.Abs(value)) + 1) / 2.0))];
        double observed = values.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second), middle = ranks.Sum() / 2;
        double Sum(int signs) => ranks.Where((_, i) => (signs >> i & 1) == 1).Sum();
        int far = Enumerable.Range(0, 1 << values.Length)
            .Count(signs => Math.Abs(Sum(signs) - middle) >= Math.Abs(observed - middle) - 1e-9);
        Wilcoxon test = Wilcoxon.Test([.. numbers.Select(value => (double)value)]);
        Assert.Equal(observed, test.W, 9);
        Assert.Equal((double)far / (1 << values.Length), test.P, 12);
    });

    [Fact]
    public void So_few_pairs_can_give_no_smaller_p()
    {
        Assert.Equal([0.25, 0.0625], new[] { Wilcoxon.SmallestP(3), Wilcoxon.SmallestP(5) });
        Assert.Equal(Wilcoxon.SmallestP(6), Wilcoxon.Test([3, 1, 4, 1.5, 9, 2.6]).P, 15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilcoxon.SmallestP(0));
        Assert.Throws<ArgumentException>(() => Wilcoxon.Test([]));
        Assert.Throws<ArgumentException>(() => Wilcoxon.Test([double.NaN]));
    }
}
