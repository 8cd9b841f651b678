using CsCheck;
using SupTickets.Kernels.Elementwise;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class InterpolateTests
{
    [Fact]
    public void A_quarter_of_the_way_from_zero_to_four_is_one()
    {
        float[] y = [0, 8, 4];
        Interpolate.Invoke(0.25f, [4, 0, 4], y);
        Assert.Equal([1, 6, 4], y);
    }

    [Fact]
    public void Weights_one_over_n_give_the_mean_of_what_was_added()
    {
        float[] mean = [2, 10];
        Interpolate.Invoke(1f / 2, [4, 30], mean);
        Interpolate.Invoke(1f / 3, [9, 50], mean);
        Assert.Equal([5, 30], mean);
    }

    [Fact]
    public void Weight_zero_keeps_every_value() => Gen.Float[-1e6f, 1e6f].Array[0, 100].Sample(values =>
    {
        float[] y = [.. values];
        Interpolate.Invoke(0, new float[y.Length], y);
        Assert.Equal(values, y);
    });

    [Fact]
    public void Dispatched_it_is_the_definition_bit_for_bit_at_every_length_and_offset()
    {
        for (int n = 0; n <= 256; n++)
        {
            for (int offset = 0; offset < 4; offset++)
            {
                float[] x = Numbers.Floats(n + offset, seed: 1), fast = Numbers.Floats(n + offset, seed: 2), slow = [.. fast];
                Interpolate.Invoke(0.3f, x.AsSpan(offset), fast.AsSpan(offset));
                Define(0.3f, x.AsSpan(offset), slow.AsSpan(offset));
                Assert.Equal(Numbers.Bits(slow), Numbers.Bits(fast));
            }
        }
    }

    [Fact]
    public void All_tiers_are_the_definition_bit_for_bit()
    {
        float[] x = Numbers.Floats(53, seed: 1), start = Numbers.Floats(53, seed: 2), y = [.. start], defined = [.. start];
        Define(0.3f, x, defined);
        int[] expected = Numbers.Bits(defined);
        fixed (float* source = x, target = y)
        {
            Interpolate.Kernel kernel = new(0.3f, y.Length, source, target);
            TierRuns.Scalar(kernel);
            Assert.Equal(expected, TakeAndReset());
            TierRuns.EachWide(kernel, () => Assert.Equal(expected, TakeAndReset()));
        }

        int[] TakeAndReset()
        {
            int[] bits = Numbers.Bits(y);
            start.CopyTo(y, 0);
            return bits;
        }
    }

    [Fact]
    public void Infinities_and_not_a_numbers_come_out_where_the_definition_puts_them()
    {
        float[] specials = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, -0f, 1];
        float[] x = [.. Enumerable.Range(0, 49).Select(i => specials[i / 7])];
        float[] fast = [.. Enumerable.Range(0, 49).Select(i => specials[i % 7])], slow = [.. fast];
        Interpolate.Invoke(0.5f, x, fast);
        Define(0.5f, x, slow);
        Assert.Equal(slow, fast);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(17, 16)]
    public void Different_lengths_are_refused(int x, int y) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Interpolate.Invoke(1, new float[x], new float[y]));

    private static void Define(float weight, ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.FusedMultiplyAdd(weight, x[i] - y[i], y[i]);
    }
}
