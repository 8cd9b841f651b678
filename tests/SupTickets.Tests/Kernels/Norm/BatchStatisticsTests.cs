using CsCheck;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;

namespace SupTickets.Tests.Kernels.Norm;

public sealed unsafe class BatchStatisticsTests
{
    [Fact]
    public void Two_samples_of_two_positions_have_the_mean_and_the_biased_variance_of_four_numbers()
    {
        using BatchNormCase c = new(new(2, 1, 1, 2), seed: 1);
        (c.X.Span[0], c.X.Span[1], c.X.Span[16], c.X.Span[17]) = (1, 2, 3, 6);
        Assert.Equal([3, 3.5f], Compute(c));
    }

    [Fact]
    public void Mean_and_variance_are_those_of_the_plain_loop_within_a_millionth() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000]).Sample(
            (shape, seed) => CheckAgainstPlainLoop(shape, seed, x => x, 1e-6), iter: 60);

    [Fact]
    public void A_mean_of_ten_thousand_deviations_costs_the_variance_no_accuracy() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000]).Sample(
            (shape, seed) => CheckAgainstPlainLoop(shape, seed, x => x - 10_000, 1e-6), iter: 30);

    [Fact]
    public void Roundings_that_all_point_the_same_way_do_not_pile_up_over_a_long_plane() =>
        CheckAgainstPlainLoop(new(1, 1, 200, 100), seed: 5, x => x > 0 ? 0.1f : -0.1f, 5e-6);

    [Fact]
    public void A_constant_channel_has_variance_0()
    {
        using BatchNormCase c = new(new(21, 2, 3, 5), seed: 2);
        c.X.Span.Fill(0.1f);
        Assert.Equal([0.1f, 0.1f, 0, 0], Compute(c));
    }

    [Fact]
    public void What_padding_holds_changes_nothing()
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase a = new(shape, seed: 3, padding: float.NaN), b = new(shape, seed: 3, padding: -7);
            Assert.Equal(Numbers.Bits(Compute(a)), Numbers.Bits(Compute(b)));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using BatchNormCase c = new(new(35, 5, 5, 7), seed: 4);
        Assert.Equal(Numbers.Bits(Compute(c)), Numbers.Bits(Compute(c, threads: 2)));
        Assert.Equal(Numbers.Bits(Compute(c)), Numbers.Bits(Compute(c, threads: 3)));
    }

    [Fact]
    public void All_tiers_add_in_the_same_order()
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase c = new(shape, seed: 5);
            float[] mean = new float[shape.Channels], variance = new float[shape.Channels];
            fixed (float* means = mean, variances = variance)
            {
                BatchStatistics.Kernel kernel = new(1, shape, c.X.Pointer, means, variances);
                TierRuns.Scalar(kernel);
                int[] expected = TakeAndReset();
                TierRuns.EachWide(kernel, () => Assert.Equal(expected, TakeAndReset()));
            }

            int[] TakeAndReset()
            {
                int[] bits = Numbers.Bits([.. mean, .. variance]);
                Array.Fill(mean, float.NaN);
                Array.Fill(variance, float.NaN);
                return bits;
            }
        }
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public void Results_that_are_not_one_a_channel_are_refused(int means, int variances)
    {
        using BatchNormCase c = new(new(1, 3, 1, 1), seed: 6);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BatchStatistics.Invoke(1, c.Shape, c.X.Pointer, new float[means], new float[variances]));
    }

    private static float[] Compute(BatchNormCase c, int threads = 1)
    {
        float[] mean = new float[c.Shape.Channels], variance = new float[c.Shape.Channels];
        BatchStatistics.Invoke(threads, c.Shape, c.X.Pointer, mean, variance);
        return [.. mean, .. variance];
    }

    /// <summary>
    /// The bound is relative to what is summed, squares of distances from a number near the mean (of the first samples at the middle
    /// position, so a deviation away where there is one sample only), and for the mean to their root; the rounding of the mean itself comes
    /// on top.
    /// </summary>
    private static void CheckAgainstPlainLoop(BlockedShape shape, int seed, Func<float, float> move, double bound)
    {
        using BatchNormCase c = new(shape, seed);
        for (int o = 0; o < c.X.Length; o++) c.X.Span[o] = move(c.X.Span[o]);
        float[] computed = Compute(c);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            double mean = c.Real(channel).Average(o => (double)c.X.Span[o]);
            double variance = c.Real(channel).Average(o => Math.Pow(c.X.Span[o] - mean, 2));
            double near = Enumerable.Range(0, shape.LanesOf(0)).Average(lane => (double)c.X.Span[Middle(channel) + lane]);
            double squares = variance + Math.Pow(mean - near, 2),
                ofMean = (bound * Math.Sqrt(squares)) + (Math.Abs(mean) * Math.ScaleB(1, -24));
            Assert.InRange(computed[channel] - mean, -ofMean, ofMean);
            Assert.InRange(computed[shape.Channels + channel] - variance, -bound * squares, bound * squares);
        }

        int Middle(int channel) =>
            (int)(channel * shape.Plane) + (((shape.Height / 2 * shape.Width) + (shape.Width / 2)) * BlockedShape.Lanes);
    }
}
