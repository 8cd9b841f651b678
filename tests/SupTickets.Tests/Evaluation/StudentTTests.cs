using CsCheck;
using SupTickets.Experiments.Evaluation;

namespace SupTickets.Tests.Evaluation;

public sealed class StudentTTests
{
    // The tables of every textbook.
    [Theory]
    [InlineData(0.95, 1, 12.7062047)]
    [InlineData(0.95, 2, 4.30265273)]
    [InlineData(0.95, 3, 3.18244631)]
    [InlineData(0.95, 4, 2.77644511)]
    [InlineData(0.95, 10, 2.22813885)]
    [InlineData(0.95, 30, 2.04227246)]
    [InlineData(0.99, 4, 4.60409487)]
    [InlineData(0.9, 5, 2.01504837)]
    [InlineData(0.95, 1e7, 1.95996398)]
    public void Quantiles_are_those_of_tables(double confidence, double freedom, double t) =>
        Assert.InRange(StudentT.Quantile(confidence, freedom) / t, 1 - 3e-7, 1 + 3e-7);

    // Three seeds on each side of a pair: a t above 2 comes by chance in 18 % of cases.
    [Fact]
    public void With_two_degrees_of_freedom_two_standard_errors_are_common() =>
        Assert.Equal(1 - (2 / Math.Sqrt(6)), StudentT.TwoSidedP(2, 2), 12);

    [Fact]
    public void One_and_two_degrees_of_freedom_have_closed_forms() => Gen.Double[0, 50].Sample(t =>
    {
        Assert.Equal(1 - (2 * Math.Atan(t) / Math.PI), StudentT.TwoSidedP(t, 1), 12);
        Assert.Equal(1 - (t / Math.Sqrt(2 + (t * t))), StudentT.TwoSidedP(-t, 2), 12);
    });

    // The substitution t = √ν · tan θ makes the density a power of the cosine, of which Simpson's rule takes the integral.
    [Fact]
    public void Chances_are_the_integral_of_the_density() => Gen.Select(Gen.Double[1, 40], Gen.Double[0, 8]).Sample((freedom, t) =>
    {
        double Tail(double from)
        {
            const int Steps = 2000;
            double width = ((Math.PI / 2) - from) / Steps;
            double At(int i) => Math.Pow(Math.Max(0, Math.Cos(from + (i * width))), freedom - 1)
                * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
            return Enumerable.Range(0, Steps + 1).Sum(At) * width / 3;
        }

        Assert.InRange(StudentT.TwoSidedP(t, freedom) - (Tail(Math.Atan(t / Math.Sqrt(freedom))) / Tail(0)), -1e-4, 1e-4);
    });

    [Fact]
    public void Quantile_and_chance_are_each_others_inverse() => Gen.Select(Gen.Double[0.01, 0.999], Gen.Double[0.5, 200])
        .Sample((confidence, freedom) =>
            Assert.Equal(1 - confidence, StudentT.TwoSidedP(StudentT.Quantile(confidence, freedom), freedom), 10));

    [Fact]
    public void What_has_no_distribution_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.TwoSidedP(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(1, 3));
        Assert.Equal(0, StudentT.TwoSidedP(double.PositiveInfinity, 3));
    }
}
