using SupTickets.Kernels.Elementwise;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class NormalizeTests
{
    private const float Scale = 0.01712475f, Shift = -2.117904f;

    [Fact]
    public void Black_becomes_the_shift_and_each_grey_level_adds_the_scale()
    {
        float[] y = new float[4];
        Normalize.Invoke(0.5f, -1, [0, 1, 2, 255], y);
        Assert.Equal([-1, -0.5f, 0, 126.5f], y);
    }

    [Fact]
    public void Every_byte_value_comes_through_unsigned_and_exact()
    {
        byte[] x = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        float[] y = new float[256];
        Normalize.Invoke(1, 0, x, y);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (float)i), y);
    }

    [Fact]
    public void Dispatched_it_is_the_definition_bit_for_bit_at_every_length_and_offset()
    {
        for (int n = 0; n <= 256; n++)
        {
            for (int offset = 0; offset < 4; offset++)
            {
                byte[] x = Numbers.Bytes(n + offset, seed: 3);
                float[] fast = new float[n + offset], slow = new float[n + offset];
                Normalize.Invoke(Scale, Shift, x.AsSpan(offset), fast.AsSpan(offset));
                Define(x.AsSpan(offset), slow.AsSpan(offset));
                Assert.Equal(Numbers.Bits(slow), Numbers.Bits(fast));
            }
        }
    }

    [Fact]
    public void All_tiers_are_the_definition_bit_for_bit()
    {
        byte[] x = [.. Enumerable.Range(0, 256 + 21).Select(i => (byte)i)];
        float[] y = new float[x.Length], defined = new float[x.Length];
        Define(x, defined);
        int[] expected = Numbers.Bits(defined);
        fixed (byte* source = x)
        fixed (float* target = y)
        {
            Normalize.Kernel kernel = new(Scale, Shift, y.Length, source, target);
            TierRuns.Scalar(kernel);
            Assert.Equal(expected, TakeAndReset());
            TierRuns.EachWide(kernel, () => Assert.Equal(expected, TakeAndReset()));
        }

        int[] TakeAndReset()
        {
            int[] bits = Numbers.Bits(y);
            Array.Fill(y, float.NaN);
            return bits;
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(17, 16)]
    public void Different_lengths_are_refused(int x, int y) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Normalize.Invoke(1, 0, new byte[x], new float[y]));

    private static void Define(ReadOnlySpan<byte> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.FusedMultiplyAdd(Scale, x[i], Shift);
    }
}
