using CsCheck;
using SupTickets.Kernels;

namespace SupTickets.Tests.Kernels;

public sealed unsafe class NormalizeActivateTests
{
    [Fact]
    public void Each_channel_has_its_line_and_Relu_cuts_it_at_0()
    {
        BlockedShape shape = new(1, 2, 1, 1);
        using AlignedFloats x = new(32), y = new(32);
        (x.Span[0], x.Span[16]) = (3, 3);
        NormalizeActivate.Invoke(1, shape, x.Pointer, null, [2, -1], [1, 1], Activation.None, y.Pointer);
        Assert.Equal((7, -2), (y.Span[0], y.Span[16]));
        NormalizeActivate.Invoke(1, shape, x.Pointer, null, [2, -1], [1, 1], Activation.Relu, y.Pointer);
        Assert.Equal((7, 0), (y.Span[0], y.Span[16]));
        NormalizeActivate.Invoke(1, shape, x.Pointer, x.Pointer, [2, -1], [1, 1], Activation.Relu, y.Pointer);
        Assert.Equal((10, 1), (y.Span[0], y.Span[16]));
    }

    [Fact]
    public void Every_element_is_the_plain_formula_bit_for_bit_and_padding_becomes_0() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000], Gen.Bool, Gen.Enum<Activation>()).Sample(
            (shape, seed, withResidual, activation) =>
            {
                using BatchNormCase c = new(shape, seed);
                int[] computed = Compute(c, withResidual, activation);
                float[] expected = new float[shape.Length];
                for (int o = 0; o < expected.Length; o++)
                {
                    if (c.IsPadding(o)) continue;
                    float sum = withResidual ? c.Normal(o) + c.Residual.Span[o] : c.Normal(o);
                    expected[o] = activation == Activation.Relu ? MathF.Max(sum, 0) : sum;
                }

                Assert.Equal(Numbers.Bits(expected), computed);
            },
            iter: 60);

    [Fact]
    public void Not_a_number_stays_visible_in_samples_and_vanishes_from_padding()
    {
        using BatchNormCase c = new(new(3, 1, 1, 1), seed: 1, padding: float.NaN);
        c.X.Span[1] = float.NaN;
        NormalizeActivate.Invoke(1, c.Shape, c.X.Pointer, null, c.Scale, c.Shift, Activation.Relu, c.X.Pointer);
        Assert.Equal([1], Enumerable.Range(0, 16).Where(o => float.IsNaN(c.X.Span[o])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_place_is_the_same_as_into_other_memory(bool withResidual)
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase c = new(shape, seed: 2);
            int[] expected = Compute(c, withResidual, Activation.Relu);
            float* residual = withResidual ? c.Residual.Pointer : null;
            NormalizeActivate.Invoke(1, shape, c.X.Pointer, residual, c.Scale, c.Shift, Activation.Relu, c.X.Pointer);
            Assert.Equal(expected, Numbers.Bits(c.X.Span.ToArray()));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using BatchNormCase c = new(new(35, 5, 5, 7), seed: 3);
        int[] expected = Compute(c, withResidual: true, Activation.Relu);
        Assert.Equal(expected, Compute(c, withResidual: true, Activation.Relu, threads: 2));
        Assert.Equal(expected, Compute(c, withResidual: true, Activation.Relu, threads: 3));
    }

    [Theory]
    [InlineData(false, Activation.None)]
    [InlineData(false, Activation.Relu)]
    [InlineData(true, Activation.None)]
    [InlineData(true, Activation.Relu)]
    public void All_tiers_agree_bit_for_bit(bool withResidual, Activation activation)
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase c = new(shape, seed: 4);
            using AlignedFloats y = c.Output();
            float* residual = withResidual ? c.Residual.Pointer : null;
            fixed (float* scale = c.Scale, shift = c.Shift)
            {
                NormalizeActivate.Kernel kernel = new(1, shape, c.X.Pointer, residual, scale, shift, activation, y.Pointer);
                TierRuns.Scalar(kernel);
                int[] expected = Numbers.Bits(y.Span.ToArray());
                TierRuns.EachWide(kernel, () =>
                {
                    Assert.Equal(expected, Numbers.Bits(y.Span.ToArray()));
                    y.Span.Fill(float.NaN);
                });
            }
        }
    }

    [Theory]
    [InlineData(2, 3, Activation.None)]
    [InlineData(3, 4, Activation.None)]
    [InlineData(3, 3, (Activation)2)]
    public void Constants_that_are_not_one_a_channel_and_unknown_activations_are_refused(int scales, int shifts, Activation activation)
    {
        using BatchNormCase c = new(new(1, 3, 1, 1), seed: 5);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            NormalizeActivate.Invoke(1, c.Shape, c.X.Pointer, null, new float[scales], new float[shifts], activation, c.Y.Pointer));
    }

    private static int[] Compute(BatchNormCase c, bool withResidual, Activation activation, int threads = 1)
    {
        using AlignedFloats y = c.Output();
        NormalizeActivate.Invoke(
            threads, c.Shape, c.X.Pointer, withResidual ? c.Residual.Pointer : null, c.Scale, c.Shift, activation, y.Pointer);
        return Numbers.Bits(y.Span.ToArray());
    }
}
