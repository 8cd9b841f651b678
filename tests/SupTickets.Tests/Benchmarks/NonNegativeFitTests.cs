using CsCheck;
using SupTickets.Experiments.Benchmarks;

namespace SupTickets.Tests.Benchmarks;

public sealed class NonNegativeFitTests
{
    [Fact]
    public void Sums_that_are_exact_give_their_factors_whatever_their_size() => Gen.Select(
        Gen.Double[0.5, 2].Array[3], Gen.Double[1, 10].Array[3].Array[6]).Sample((factors, terms) =>
        {
            // FLOPs, weights and numbers differ by orders of magnitude.
            double[][] rows = [.. terms.Select(row => new[] { 1e9 * row[0], 1e5 * row[1], row[2] })];
            double[] exact = [1e-9 * factors[0], 1e-5 * factors[1], factors[2]];
            double[] values = [.. rows.Select(row => row.Zip(exact, (term, factor) => term * factor).Sum())];
            double[] found = NonNegativeFit.Of(rows, values);
            double[] again = [.. rows.Select(row => row.Zip(found, (term, factor) => term * factor).Sum())];
            Assert.All(again.Zip(values), pair => Assert.Equal(pair.Second, pair.First, 1e-6 * pair.Second));
        });

    [Fact]
    public void A_factor_that_would_be_negative_is_0()
    {
        double[] found = NonNegativeFit.Of([[1, 1], [1, 2]], [2, 1]);
        // x minimises (x ÷ 2 − 1)² + (x − 1)²: x ÷ 4 + x = 1 ÷ 2 + 1.
        Assert.Equal([1.2, 0], found.Select(factor => Math.Round(factor, 12)));
    }

    [Fact]
    public void A_term_that_is_nowhere_has_no_factor() => Assert.Equal(
        [3, 0], NonNegativeFit.Of([[1, 0], [2, 0]], [3, 6]).Select(factor => Math.Round(factor, 12)));

    [Fact]
    public void Terms_that_depend_on_one_another_are_not_told_apart()
    {
        double[] found = NonNegativeFit.Of([[1, 2], [2, 4]], [2, 4]);
        Assert.Equal(2, found[0] + 2 * found[1], 1e-9);
    }
}
