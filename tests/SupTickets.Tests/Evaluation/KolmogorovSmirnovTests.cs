using System.Numerics;
using CsCheck;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class KolmogorovSmirnovTests
{
    [Theory]
    [InlineData(7, 0.0590, 4)]
    [InlineData(8, 0.01878, 5)]
    [InlineData(10, 0.001021, 6)]
    [InlineData(11, 1.633e-4, 7)]
    [InlineData(12, 1.885e-5, 8)]
    [InlineData(13, 1.396e-6, 9)]
    public void Table_20_of_the_paper_has_the_values_of_fourteen_runs_each(int h, double p, int digits)
    {
        KolmogorovSmirnov test = Apart(14, h);
        Assert.Equal(h / 14.0, test.D, 15);
        Assert.Equal(p, test.P, digits);
    }

    [Fact]
    public void Three_runs_each_cannot_differ_significantly()
    {
        // Of the 20 orders of three and three values, two have all of one side first.
        Is(1, 0.1, KolmogorovSmirnov.Test([1, 2, 3], [4, 5, 6]));
        Close(0.1, KolmogorovSmirnov.SmallestP(3, 3));
        Close(2 / 70.0, KolmogorovSmirnov.SmallestP(4, 4));
        Close(1, KolmogorovSmirnov.SmallestP(1, 1));
    }

    [Fact]
    public void Two_against_three_by_hand() =>
        // a b a b b: F_a − F_b is 1/2, 1/6, 2/3, 1/3, 0. Of the ten orders six come as far: aabbb, ababb, baabb, bbaab, bbaba, bbbaa.
        Is(2 / 3.0, 0.6, KolmogorovSmirnov.Test([1, 3], [2, 4, 5]));

    [Fact]
    public void Values_that_are_all_equal_tell_nothing() => Is(0, 1, KolmogorovSmirnov.Test([5, 5], [5, 5, 5]));

    [Fact]
    public void Within_a_tie_there_is_no_order()
    {
        // 1 1 1 | 2: whoever does not hold the 2 is ahead by a half, so that is certain.
        Is(0.5, 1, KolmogorovSmirnov.Test([1, 1], [1, 2]));
        // Four 1s and four 2s: with i of the 1s on one side it is ahead by (2i − 4)/4; C(4, i)² of the 70 choices have i, and i = 2 alone,
        // 36 of them, falls short.
        Is(0.5, 34 / 70.0, KolmogorovSmirnov.Test([1, 1, 1, 2], [1, 2, 2, 2]));
    }

    [Fact]
    public void Equal_sizes_follow_the_closed_formula()
    {
        for (int n = 1; n <= 40; n++)
        {
            for (int h = 1; h <= n; h++) Close(Closed(n, h), Apart(n, h).P);
        }
    }

    [Fact]
    public void Every_assignment_counted_gives_the_same_chance() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 5], Gen.Int[0, 5].Array[1, 5]).Sample((first, second) =>
        {
            double[] a = [.. first.Select(value => (double)value)], b = [.. second.Select(value => (double)value)], pooled = [.. a, .. b];
            double d = Distance(a, b);
            int all = 0, far = 0;
            for (int mask = 0; mask < 1 << pooled.Length; mask++)
            {
                if (BitOperations.PopCount((uint)mask) != a.Length) continue;
                all++;
                if (Distance(Choose(pooled, mask, 1), Choose(pooled, mask, 0)) >= d - 1e-9) far++;
            }

            KolmogorovSmirnov test = KolmogorovSmirnov.Test(a, b);
            Assert.Equal(d, test.D, 12);
            Close((double)far / all, test.P);
        });

    [Fact]
    public void The_order_of_the_samples_does_not_matter() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 30], Gen.Double[0, 1].Array[1, 30]).Sample((a, b) =>
        {
            KolmogorovSmirnov one = KolmogorovSmirnov.Test(a, b), other = KolmogorovSmirnov.Test(b, a);
            Assert.Equal(one.D, other.D);
            Close(one.P, other.P);
        });

    [Fact]
    public void The_farther_apart_the_less_likely()
    {
        double before = 1.5;
        for (int h = 1; h <= 30; h++)
        {
            double p = Apart(30, h).P;
            Assert.InRange(p, double.Epsilon, before);
            Assert.NotEqual(before, p);
            before = p;
        }

        Close(KolmogorovSmirnov.SmallestP(30, 30), before);
    }

    [Fact]
    public void A_tiny_chance_keeps_its_digits() =>
        Close(KolmogorovSmirnov.SmallestP(300, 200), KolmogorovSmirnov.Test(Upwards(300, 0), Upwards(200, 1000)).P);

    [Fact]
    public void What_has_no_order_is_refused()
    {
        Assert.Contains(
            "NaN", Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Test([1, double.NaN], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Test([], [1]));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnov.Test([1], []));
    }

    // Two samples of n whose functions are h/n apart: the second lies h places higher.
    private static KolmogorovSmirnov Apart(int n, int h) => KolmogorovSmirnov.Test(Upwards(n, 0), Upwards(n, h - 0.5));

    private static double[] Upwards(int n, double from) => [.. Enumerable.Range(0, n).Select(i => from + i)];

    private static double Closed(int n, int h)
    {
        BigInteger sum = 0;
        for (int j = 1; j * h <= n; j++) sum += (j % 2 == 1 ? 2 : -2) * Binomial(2 * n, n - (j * h));
        return (double)(sum * BigInteger.Pow(10, 60) / Binomial(2 * n, n)) / 1e60;
    }

    private static BigInteger Binomial(int n, int k)
    {
        BigInteger result = 1;
        for (int i = 1; i <= k; i++) result = result * (n - k + i) / i;
        return result;
    }

    // The definition: the functions at every value there is.
    private static double Distance(double[] a, double[] b) =>
        a.Concat(b).Max(
            x => Math.Abs((a.Count(value => value <= x) / (double)a.Length) - (b.Count(value => value <= x) / (double)b.Length)));

    private static double[] Choose(double[] pooled, int mask, int bit) => [.. pooled.Where((_, index) => ((mask >> index) & 1) == bit)];

    private static void Is(double d, double p, KolmogorovSmirnov test)
    {
        Assert.Equal(d, test.D, 14);
        Close(p, test.P);
    }

    private static void Close(double expected, double actual) => Assert.InRange(actual / expected, 1 - 1e-10, 1 + 1e-10);
}
