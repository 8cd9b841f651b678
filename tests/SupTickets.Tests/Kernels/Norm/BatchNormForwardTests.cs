using CsCheck;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Norm;

/// <summary>
/// One channel after another gives what one operation after another gives; those have their own tests against plain loops.
/// </summary>
public sealed unsafe class BatchNormForwardTests
{
    private const double Epsilon = 1e-5;

    [Fact]
    public void Four_numbers_are_normalised_by_hand()
    {
        // Mean 3, variance 3.5; γ = 2 and β = 1 with ε = 0.5 give scale 1 and shift −2.
        using BatchNormCase c = new(new(2, 1, 1, 2), seed: 1);
        (c.X.Span[0], c.X.Span[1], c.X.Span[16], c.X.Span[17]) = (1, 2, 3, 6);
        using AlignedFloats y = c.Output();
        Constants made = new(1);
        BatchNormForward.Invoke(1, Pass(c, Activation.Relu, y), new() { Gamma = [2], Beta = [1], Epsilon = 0.5 }, made.All);
        Assert.Equal([3, 3.5f, 0.5f, 1, -2], [made.Mean[0], made.Variance[0], made.Inverse[0], made.Scale[0], made.Shift[0]]);
        Assert.Equal([0, 0, 1, 4], [y.Span[0], y.Span[1], y.Span[16], y.Span[17]]);
        Assert.All(Enumerable.Range(0, (int)c.Shape.Length).Where(c.IsPadding), o => Assert.Equal(0, y.Span[o]));
    }

    [Fact]
    public void Every_bit_is_that_of_statistics_constants_and_normalisation_one_after_another() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000], Gen.Bool, Gen.Enum<Activation>(), Gen.Int[1, 3]).Sample(
            (shape, seed, withResidual, activation, threads) =>
            {
                using BatchNormCase c = new(shape, seed);
                float* residual = withResidual ? c.Residual.Pointer : null;
                Assert.Equal(OneAfterAnother(c, residual, activation), AtOnce(c, residual, activation, threads));
            },
            iter: 60);

    [Fact]
    public void All_tiers_agree_bit_for_bit()
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase c = new(shape, seed: 4);
            using AlignedFloats y = c.Output();
            Constants made = new(shape.Channels);
            fixed (float* gamma = c.Scale, beta = c.Shift, mean = made.Mean, variance = made.Variance)
            fixed (float* inverse = made.Inverse, scale = made.Scale, shift = made.Shift)
            {
                NormPointers pointers =
                    new() { Mean = mean, Variance = variance, InverseDeviation = inverse, Scale = scale, Shift = shift };
                BatchNormForward.ChannelConstants constants = new(
                    new(1, shape, c.X.Pointer, mean, variance), pointers, gamma, beta, Epsilon);
                NormPass pass = Pass(c, Activation.Relu, y) with { Residual = c.Residual.Pointer };
                NormalizeActivate.Kernel kernel = new(1, pass, scale, shift, constants);
                TierRuns.Scalar(kernel);
                int[] expected = TakeAndReset();
                TierRuns.EachWide(kernel, () => Assert.Equal(expected, TakeAndReset()));
            }

            int[] TakeAndReset()
            {
                int[] bits = made.Bits(y);
                foreach (float[] constants in new[] { made.Mean, made.Variance, made.Inverse, made.Scale, made.Shift })
                    Array.Fill(constants, float.NaN);
                y.Span.Fill(float.NaN);
                return bits;
            }
        }
    }

    [Fact]
    public void In_place_of_the_input_or_the_residual_is_the_same()
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            using BatchNormCase c = new(shape, seed: 6, padding: float.NaN);
            int[] expected = AtOnce(c, c.Residual.Pointer, Activation.Relu, threads: 2);
            using AlignedFloats x = c.Copy(c.X), residual = c.Copy(c.Residual);
            Assert.Equal(expected, AtOnce(c, c.Residual.Pointer, Activation.Relu, threads: 2, x, x));
            Assert.Equal(expected, AtOnce(c, residual.Pointer, Activation.Relu, threads: 2, c.X, residual));
        }
    }

    [Fact]
    public void An_unknown_activation_and_missing_memory_are_refused()
    {
        using BatchNormCase c = new(new(1, 3, 1, 1), seed: 7);
        NormPass pass = Pass(c, Activation.None, c.Y);
        Assert.Throws<ArgumentOutOfRangeException>(() => Invoke(pass with { Activation = (Activation)2 }));
        Assert.Throws<ArgumentNullException>(() => Invoke(pass with { X = null }));
        Assert.Throws<ArgumentNullException>(() => Invoke(pass with { Y = null }));

        static void Invoke(NormPass pass) =>
            BatchNormForward.Invoke(1, pass, new() { Gamma = new float[3], Beta = new float[3], Epsilon = Epsilon }, new Constants(3).All);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_length_that_is_not_the_number_of_channels_is_refused(int wrong)
    {
        using BatchNormCase c = new(new(1, 3, 1, 1), seed: 5);
        float[][] lengths = [.. Enumerable.Range(0, 7).Select(i => new float[i == wrong ? 4 : 3])];
        NormPass pass = Pass(c, Activation.None, c.Y);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            BatchNormForward.Invoke(1, pass, Parameters(lengths[0], lengths[1]), Statistics(lengths[2..])));
    }

    [Fact]
    public void Constants_follow_from_running_statistics_by_the_same_formula()
    {
        float[] inverse = new float[2], scale = new float[2], shift = new float[2];
        NormConstants.Invoke(
            new() { Gamma = [2, -3], Beta = [1, 0.5f], Epsilon = 0.25 + 0.25 },
            Statistics([[3, -1], [3.5f, 0.75f], inverse, scale, shift]));
        Assert.Equal([0.5f, (float)(1 / Math.Sqrt(1.25))], inverse);
        Assert.Equal([1, -3 * inverse[1]], scale);
        Assert.Equal([-2, 0.5f + scale[1]], shift);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Constants_of_other_lengths_are_refused(int wrong)
    {
        float[][] lengths = [.. Enumerable.Range(0, 6).Select(i => new float[i == wrong ? 4 : 3])];
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            NormConstants.Invoke(
                Parameters(lengths[1], lengths[2]), Statistics([new float[3], lengths[0], lengths[3], lengths[4], lengths[5]])));
    }

    private static int[] OneAfterAnother(BatchNormCase c, float* residual, Activation activation)
    {
        Constants made = new(c.Shape.Channels);
        using AlignedFloats y = c.Output();
        BatchStatistics.Invoke(1, c.Shape, c.X.Pointer, made.Mean, made.Variance);
        NormConstants.Invoke(Parameters(c.Scale, c.Shift), made.All);
        NormalizeActivate.Invoke(1, Pass(c, activation, y) with { Residual = residual }, made.Scale, made.Shift);
        return made.Bits(y);
    }

    private static int[] AtOnce(
        BatchNormCase c, float* residual, Activation activation, int threads, AlignedFloats? input = null, AlignedFloats? output = null)
    {
        Constants made = new(c.Shape.Channels);
        using AlignedFloats other = c.Output();
        AlignedFloats y = output ?? other;
        NormPass pass = Pass(c, activation, y) with { X = (input ?? c.X).Pointer, Residual = residual };
        BatchNormForward.Invoke(threads, pass, Parameters(c.Scale, c.Shift), made.All);
        return made.Bits(y);
    }

    private static NormPass Pass(BatchNormCase c, Activation activation, AlignedFloats y) =>
        new() { Shape = c.Shape, X = c.X.Pointer, Activation = activation, Y = y.Pointer };

    private static NormParameters Parameters(float[] gamma, float[] beta) => new() { Gamma = gamma, Beta = beta, Epsilon = Epsilon };

    /// <summary>In the order of means, variances, inverse deviations, factors and offsets.</summary>
    private static NormStatistics Statistics(float[][] each) =>
        new() { Mean = each[0], Variance = each[1], InverseDeviation = each[2], Scale = each[3], Shift = each[4] };

    private sealed class Constants(int channels)
    {
        public float[] Mean { get; } = new float[channels];

        public float[] Variance { get; } = new float[channels];

        public float[] Inverse { get; } = new float[channels];

        public float[] Scale { get; } = new float[channels];

        public float[] Shift { get; } = new float[channels];

        public NormStatistics All => Statistics([Mean, Variance, Inverse, Scale, Shift]);

        public int[] Bits(AlignedFloats y) => Numbers.Bits([.. Mean, .. Variance, .. Inverse, .. Scale, .. Shift, .. y.Span]);
    }
}
