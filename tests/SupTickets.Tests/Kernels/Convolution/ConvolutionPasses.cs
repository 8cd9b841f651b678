using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>Runs all passes of a convolution and sees to it that each writes all of its result and nothing beyond.</summary>
internal static unsafe class ConvolutionPasses
{
    private const float Mark = float.NaN;
    private const int Margin = 16;

    public static ConvolutionResults Run(IConvolution convolution, ConvolutionCase c, int threads = 1) =>
        Run(convolution, c.Values, c.Bias, c.X, c.Dy, c.Dx, threads);

    /// <summary>All passes; x, dy and the dx that is added to are row-major.</summary>
    public static ConvolutionResults Run(
        IConvolution convolution, float[] values, float[] bias, float[] x, float[] dy, float[] dx, int threads = 1)
    {
        using KernelScratch scratch = new(threads);
        using AlignedFloats blockedX = Activations.Blocked(convolution.Input, x), blockedDy = Activations.Blocked(convolution.Output, dy);
        using AlignedFloats y = Marked(convolution.Output.Length), biased = Marked(convolution.Output.Length);
        using AlignedFloats written = Marked(convolution.Input.Length), added = Marked(convolution.Input.Length),
            gradient = Marked(values.Length);
        using AlignedFloats before = Activations.Blocked(convolution.Input, dx);
        before.Span.CopyTo(added.Span);
        fixed (float* value = values, biases = bias)
        {
            convolution.Forward(scratch, value, null, blockedX.Pointer, y.Pointer);
            convolution.Forward(scratch, value, biases, blockedX.Pointer, biased.Pointer);
            convolution.InputGradient(scratch, value, blockedDy.Pointer, written.Pointer, GradientStore.Write);
            convolution.InputGradient(scratch, value, blockedDy.Pointer, added.Pointer, GradientStore.Add);
            convolution.WeightGradient(scratch, blockedX.Pointer, blockedDy.Pointer, gradient.Pointer);
        }

        foreach (AlignedFloats output in new[] { y, biased, written, added, gradient })
            Assert.All(output.Span[^Margin..].ToArray(), value => Assert.Equal(Mark, value));
        return new(
            Activations.RowMajor(convolution.Output, y),
            Activations.RowMajor(convolution.Output, biased),
            Activations.RowMajor(convolution.Input, written),
            Activations.RowMajor(convolution.Input, added),
            gradient.Span[..values.Length].ToArray());
    }

    /// <summary>
    /// Outputs and the values' gradient of a convolution that normalises <paramref name="c"/>.X on the way, with large numbers in lanes
    /// without a sample, [without bias, with bias, gradient].
    /// </summary>
    public static float[][] RunNormalizing(
        IConvolution convolution, ConvolutionCase c, float[] scale, float[] shift, Activation activation, int threads)
    {
        using KernelScratch scratch = new(threads);
        using AlignedFloats x = Activations.Blocked(convolution.Input, c.X), dy = Activations.Blocked(convolution.Output, c.Dy);
        Activations.FillPadding(convolution.Input, x, 1e20f);
        using AlignedFloats y = Marked(convolution.Output.Length), biased = Marked(convolution.Output.Length),
            gradient = Marked(c.Values.Length);
        fixed (float* values = c.Values, bias = c.Bias, scales = scale, shifts = shift)
        {
            NormalizedInput input = new() { X = x.Pointer, Scale = scales, Shift = shifts, Activation = activation };
            convolution.Forward(scratch, values, null, input, y.Pointer);
            convolution.Forward(scratch, values, bias, input, biased.Pointer);
            convolution.WeightGradient(scratch, input, dy.Pointer, gradient.Pointer);
        }

        foreach (AlignedFloats output in new[] { y, biased, gradient })
            Assert.All(output.Span[^Margin..].ToArray(), value => Assert.Equal(Mark, value));
        return
        [
            Activations.RowMajor(convolution.Output, y), Activations.RowMajor(convolution.Output, biased),
            gradient.Span[..c.Values.Length].ToArray(),
        ];
    }

    // What no pass may leave in its result, nor touch beyond it.
    private static AlignedFloats Marked(nint length) => Activations.Filled(length + Margin, Mark);
}
