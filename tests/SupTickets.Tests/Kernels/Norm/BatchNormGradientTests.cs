using CsCheck;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Norm;

public sealed unsafe class BatchNormGradientTests
{
    private static readonly Gate[] Gates = [new(Activation.None, false), new(Activation.Relu, false), new(Activation.Relu, true)];

    /// <summary>With the output at hand, the gate reads it; else it computes the output again.</summary>
    private readonly record struct Gate(Activation Activation, bool FromOutput)
    {
        public AlignedFloats? Output(BatchNormCase c) => FromOutput ? c.Y : null;
    }

    private enum ResidualGradient
    {
        Dropped,
        Written,
        Added,
    }

    [Fact]
    public void By_hand_the_gate_keeps_two_of_three_samples()
    {
        // Outputs 2x − 1 are −1, 1, 3, so g = 0, 1, 2; with mean 1 and inverse deviation 3, x̂ = −3, 0, 3.
        BlockedShape shape = new(3, 1, 1, 1);
        using AlignedFloats x = new(16), dy = new(16), dx = new(16);
        for (int n = 0; n < 3; n++) (x.Span[n], dy.Span[n]) = (n, n is 0 ? 5 : n);
        float[] dGamma = new float[1], dBeta = new float[1];
        NormPass pass = new() { Shape = shape, X = x.Pointer, Activation = Activation.Relu };
        NormStatistics made = new() { Mean = [1], InverseDeviation = [3], Scale = [2], Shift = [-1] };
        NormGradients gradients = new() { Dy = dy.Pointer, Dx = dx.Pointer };
        BatchNormGradient.Invoke(1, pass, made, StatisticsKind.Batch, gradients, dGamma, dBeta);
        Assert.Equal((6, 3), (dGamma[0], dBeta[0]));

        // 2·(g − 3/3 − x̂·6/3)
        Assert.Equal([10, 0, -10, 0], dx.Span[..4].ToArray());
        BatchNormGradient.Invoke(1, pass, made, StatisticsKind.Running, gradients, dGamma, dBeta);
        Assert.Equal((6, 3), (dGamma[0], dBeta[0]));
        Assert.Equal([0, 2, 4, 0], dx.Span[..4].ToArray());
    }

    [Fact]
    public void An_output_of_exactly_0_lets_nothing_through()
    {
        BlockedShape shape = new(1, 1, 1, 1);
        using AlignedFloats x = new(16), dy = new(16);
        (x.Span[0], dy.Span[0]) = (1, 1);
        float[] dGamma = new float[1], dBeta = new float[1];
        NormPass pass = new() { Shape = shape, X = x.Pointer, Activation = Activation.Relu };
        NormStatistics made = new() { Mean = [0], InverseDeviation = [1], Scale = [1], Shift = [-1] };
        NormGradients gradients = new() { Dy = dy.Pointer, Dx = dy.Pointer };
        BatchNormGradient.Invoke(1, pass, made, StatisticsKind.Batch, gradients, dGamma, dBeta);
        Assert.Equal(0, dBeta[0]);
    }

    [Fact]
    public void Sums_are_those_of_the_plain_loop_within_a_millionth_of_the_magnitudes() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000], Gen.Int[0, 2]).Sample(
            (shape, seed, kind) =>
            {
                Gate gate = Gates[kind];
                using BatchNormCase c = new(shape, seed);
                float[] computed = Compute(c, gate, StatisticsKind.Batch, ResidualGradient.Dropped).Sums;
                for (int channel = 0; channel < shape.Channels; channel++)
                {
                    var s = c.Sums(channel, gate.Activation, gate.Output(c));
                    Assert.InRange(computed[channel] - s.Gamma, -1e-6 * s.GammaSize, 1e-6 * s.GammaSize);
                    Assert.InRange(computed[shape.Channels + channel] - s.Beta, -1e-6 * s.BetaSize, 1e-6 * s.BetaSize);
                }
            },
            iter: 60);

    [Fact]
    public void Input_gradients_are_the_plain_formula_within_a_millionth_of_its_terms_and_0_in_padding() =>
        Gen.Select(BatchNormCase.Shapes, Gen.Int[0, 1000], Gen.Int[0, 2], Gen.Enum<StatisticsKind>(), Gen.Enum<ResidualGradient>()).Sample(
            (shape, seed, kind, statistics, residual) =>
            {
                Gate gate = Gates[kind];
                using BatchNormCase c = new(shape, seed);
                (float[] sums, float[] dx, float[] dResidual) = Compute(c, gate, statistics, residual);
                for (int o = 0; o < dx.Length; o++)
                {
                    (double expected, double size) = InputGradient(c, o, gate, statistics, sums);
                    Assert.InRange(dx[o] - expected, -1e-6 * size, 1e-6 * size);
                    Assert.Equal(ExpectedResidual(c, o, gate, residual), dResidual[o]);
                }
            },
            iter: 60);

    [Fact]
    public void What_padding_holds_changes_nothing() => ForEachCorner((shape, gate, statistics, residual) =>
    {
        using BatchNormCase a = new(shape, seed: 3, padding: float.NaN), b = new(shape, seed: 3, padding: -7);
        Assert.Equal(All(a, gate, statistics, residual), All(b, gate, statistics, residual));
    });

    [Fact]
    public void In_place_is_the_same_as_into_other_memory() => ForEachCorner((shape, gate, statistics, residual) =>
    {
        using BatchNormCase c = new(shape, seed: 4);
        int[] expected = All(c, gate, statistics, residual);
        using AlignedFloats dy = c.Copy(c.Dy);
        Assert.Equal(expected, All(c, gate, statistics, residual, inPlace: dy));
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        foreach (Gate gate in Gates)
        {
            using BatchNormCase c = new(new(35, 5, 5, 7), seed: 5);
            int[] expected = All(c, gate, StatisticsKind.Batch, ResidualGradient.Added);
            Assert.Equal(expected, All(c, gate, StatisticsKind.Batch, ResidualGradient.Added, threads: 2));
            Assert.Equal(expected, All(c, gate, StatisticsKind.Batch, ResidualGradient.Added, threads: 3));
        }
    }

    [Fact]
    public void All_tiers_agree_bit_for_bit() => ForEachCorner((shape, gate, statistics, residual) =>
    {
        using BatchNormCase c = new(shape, seed: 6);
        using AlignedFloats dx = c.Output(), dResidual = c.Copy(c.Residual);
        float[] dGamma = new float[shape.Channels], dBeta = new float[shape.Channels];
        NormGradients gradients = Gradients(c.Dy, dx, dResidual, residual);
        fixed (float* mean = c.Mean, inverse = c.InverseDeviation, scale = c.Scale, shift = c.Shift, dGammas = dGamma, dBetas = dBeta)
        {
            NormPointers made = new() { Mean = mean, InverseDeviation = inverse, Scale = scale, Shift = shift };
            BatchNormGradientKernel kernel = new(1, Pass(c, gate), made, statistics, gradients, dGammas, dBetas);
            TierRuns.Scalar(kernel);
            int[] expected = TakeAndReset();
            TierRuns.EachWide(kernel, () => Assert.Equal(expected, TakeAndReset()));
        }

        int[] TakeAndReset()
        {
            int[] bits = Numbers.Bits([.. dGamma, .. dBeta, .. dx.Span, .. dResidual.Span]);
            Array.Fill(dGamma, float.NaN);
            Array.Fill(dBeta, float.NaN);
            dx.Span.Fill(float.NaN);
            c.Residual.Span.CopyTo(dResidual.Span);
            return bits;
        }
    });

    [Fact]
    public void One_memory_for_two_gradients_is_refused()
    {
        using BatchNormCase c = new(new(1, 1, 1, 1), seed: 7);
        NormGradients gradients = new() { Dy = c.Dy.Pointer, Dx = c.Dy.Pointer, DResidual = c.Dy.Pointer };
        Assert.Throws<ArgumentException>(() =>
            BatchNormGradient.Invoke(1, Pass(c, Gates[0]), Made(c), StatisticsKind.Batch, gradients, new float[1], new float[1]));
    }

    [Theory]
    [InlineData(2, 3, 3, 3)]
    [InlineData(3, 2, 3, 3)]
    [InlineData(3, 3, 4, 3)]
    [InlineData(3, 3, 3, 4)]
    public void Lengths_that_are_not_the_number_of_channels_are_refused(int mean, int inverse, int scale, int dBeta)
    {
        using BatchNormCase c = new(new(1, 3, 1, 1), seed: 8);
        NormGradients gradients = new() { Dy = c.Dy.Pointer, Dx = c.Dy.Pointer };
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchNormGradient.Invoke(
            1,
            Pass(c, Gates[0]),
            new() { Mean = new float[mean], InverseDeviation = new float[inverse], Scale = new float[scale], Shift = c.Shift },
            StatisticsKind.Batch,
            gradients,
            new float[3],
            new float[dBeta]));
    }

    private static void ForEachCorner(Action<BlockedShape, Gate, StatisticsKind, ResidualGradient> check)
    {
        foreach (BlockedShape shape in BatchNormCase.Corners)
        {
            foreach (Gate gate in Gates)
            {
                check(shape, gate, StatisticsKind.Batch, ResidualGradient.Dropped);
                check(shape, gate, StatisticsKind.Batch, ResidualGradient.Added);
                check(shape, gate, StatisticsKind.Running, ResidualGradient.Written);
            }
        }
    }

    private static NormPass Pass(BatchNormCase c, Gate gate) =>
        new() { Shape = c.Shape, X = c.X.Pointer, Activation = gate.Activation, Y = gate.FromOutput ? c.Y.Pointer : null };

    private static NormStatistics Made(BatchNormCase c) =>
        new() { Mean = c.Mean, InverseDeviation = c.InverseDeviation, Scale = c.Scale, Shift = c.Shift };

    private static NormGradients Gradients(AlignedFloats dy, AlignedFloats dx, AlignedFloats dResidual, ResidualGradient residual) => new()
    {
        Dy = dy.Pointer,
        Dx = dx.Pointer,
        DResidual = residual == ResidualGradient.Dropped ? null : dResidual.Pointer,
        ResidualStore = residual == ResidualGradient.Added ? GradientStore.Add : GradientStore.Write,
    };

    /// <summary>The sums are dγ, then dβ. In place, dx is the memory of dy, as a network has it.</summary>
    private static (float[] Sums, float[] Dx, float[] DResidual) Compute(
        BatchNormCase c, Gate gate, StatisticsKind statistics, ResidualGradient residual, int threads = 1, AlignedFloats? inPlace = null)
    {
        float[] dGamma = new float[c.Shape.Channels], dBeta = new float[c.Shape.Channels];
        using AlignedFloats output = c.Output(), dResidual = c.Copy(c.Residual);
        AlignedFloats dx = inPlace ?? output;
        NormGradients gradients = Gradients(inPlace ?? c.Dy, dx, dResidual, residual);
        BatchNormGradient.Invoke(threads, Pass(c, gate), Made(c), statistics, gradients, dGamma, dBeta);
        return ([.. dGamma, .. dBeta], dx.Span.ToArray(), dResidual.Span.ToArray());
    }

    /// <summary>The bits of all results.</summary>
    private static int[] All(
        BatchNormCase c, Gate gate, StatisticsKind statistics, ResidualGradient residual, int threads = 1, AlignedFloats? inPlace = null)
    {
        (float[] sums, float[] dx, float[] dResidual) = Compute(c, gate, statistics, residual, threads, inPlace);
        return Numbers.Bits([.. sums, .. dx, .. residual == ResidualGradient.Dropped ? [] : dResidual]);
    }

    private static (double Value, double Size) InputGradient(
        BatchNormCase c, int offset, Gate gate, StatisticsKind statistics, float[] sums)
    {
        if (c.IsPadding(offset)) return (0, 0);
        int channel = c.ChannelOf(offset);
        double scale = c.Scale[channel], g = c.Gradient(offset, gate.Activation, gate.Output(c));
        if (statistics == StatisticsKind.Running) return (scale * g, Math.Abs(scale * g));
        double slope = scale * c.InverseDeviation[channel] * sums[channel] / c.Count,
            constant = scale * sums[c.Shape.Channels + channel] / c.Count;
        double x = c.X.Span[offset], mean = c.Mean[channel];
        return ((scale * g) - constant - (slope * (x - mean)),
            Math.Abs(scale * g) + Math.Abs(constant) + (Math.Abs(slope) * (Math.Abs(x) + Math.Abs(mean))));
    }

    private static float ExpectedResidual(BatchNormCase c, int offset, Gate gate, ResidualGradient residual)
    {
        if (residual == ResidualGradient.Dropped) return c.Residual.Span[offset];
        if (c.IsPadding(offset)) return 0;
        float g = (float)c.Gradient(offset, gate.Activation, gate.Output(c));
        return residual == ResidualGradient.Added ? c.Residual.Span[offset] + g : g;
    }
}
