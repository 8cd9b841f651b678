using CsCheck;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Norm;

public sealed unsafe class NormalizeActivateTests
{
    [Fact]
    public void Each_channel_has_its_line_and_Relu_cuts_it_at_0()
    {
        BlockedShape shape = new(1, 2, 1, 1);
        using AlignedFloats x = new(32), y = new(32);
        (x.Span[0], x.Span[16]) = (3, 3);
        NormPass pass = new() { Shape = shape, X = x.Pointer, Activation = Activation.None, Y = y.Pointer };
        NormalizeActivate.Invoke(1, pass, [2, -1], [1, 1]);
        Assert.Equal((7, -2), (y.Span[0], y.Span[16]));
        NormalizeActivate.Invoke(1, pass with { Activation = Activation.Relu }, [2, -1], [1, 1]);
        Assert.Equal((7, 0), (y.Span[0], y.Span[16]));
        NormalizeActivate.Invoke(1, pass with { Activation = Activation.Relu, Residual = x.Pointer }, [2, -1], [1, 1]);
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
        NormalizeActivate.Invoke(1, Pass(c, null, Activation.Relu, c.X), c.Scale, c.Shift);
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
            NormalizeActivate.Invoke(1, Pass(c, withResidual ? c.Residual : null, Activation.Relu, c.X), c.Scale, c.Shift);
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
            NormPass pass = Pass(c, withResidual ? c.Residual : null, activation, y);
            fixed (float* scale = c.Scale, shift = c.Shift)
            {
                NormalizeActivate.Kernel kernel = new(1, pass, scale, shift);
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
            NormalizeActivate.Invoke(1, Pass(c, null, activation, c.Y), new float[scales], new float[shifts]));
    }

    private static int[] Compute(BatchNormCase c, bool withResidual, Activation activation, int threads = 1)
    {
        using AlignedFloats y = c.Output();
        NormalizeActivate.Invoke(threads, Pass(c, withResidual ? c.Residual : null, activation, y), c.Scale, c.Shift);
        return Numbers.Bits(y.Span.ToArray());
    }

    private static NormPass Pass(BatchNormCase c, AlignedFloats? residual, Activation activation, AlignedFloats y) => new()
    {
        Shape = c.Shape,
        X = c.X.Pointer,
        Residual = residual is null ? null : residual.Pointer,
        Activation = activation,
        Y = y.Pointer,
    };
}
