using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;
using SupTickets.Tests.Kernels.Convolution;
using static SupTickets.Tests.Kernels.Convolution.ConvolutionExamples;

namespace SupTickets.Tests.Kernels.Norm;

/// <summary>A convolution that normalises what it reads on the way gives the bits of one that reads what was normalised before.</summary>
public sealed unsafe class NormalizedInputTests
{
    private static readonly ConvolutionKernels[] Kernels =
        [new(ConvolutionKernel.Gather, ConvolutionKernel.Gather), new(ConvolutionKernel.Panel, ConvolutionKernel.Panel)];

    [Fact]
    public void Normalising_on_the_way_changes_no_bit()
    {
        foreach (ConvolutionSetting setting in Corners) RequireSameBits(setting);
        Settings.Sample(RequireSameBits, iter: 60);
    }

    private static void RequireSameBits(ConvolutionSetting setting)
    {
        ConvolutionCase c = new(setting);
        float[] scale = Numbers.Floats(c.Input.Channels, setting.Seed + 5), shift = Numbers.Floats(c.Input.Channels, setting.Seed + 6);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            ConvolutionCase normalized = new(setting, Normalized(c, scale, shift, activation));
            foreach (ConvolutionKernels kernels in Kernels)
            {
                ConvolutionResults expected = ConvolutionPasses.Run(kernels.Of(c.Layout(), c.Input), normalized);
                normalized.Agrees(expected);
                float[][] results = ConvolutionPasses.RunNormalizing(
                    kernels.Of(c.Layout(), c.Input), c, scale, shift, activation, threads: 2);
                Assert.Equal(Numbers.Bits(expected.Plain), Numbers.Bits(results[0]));
                Assert.Equal(Numbers.Bits(expected.Biased), Numbers.Bits(results[1]));
                Assert.Equal(Numbers.Bits(expected.Values), Numbers.Bits(results[2]));
            }
        }
    }

    private static float[] Normalized(ConvolutionCase c, float[] scale, float[] shift, Activation activation)
    {
        using AlignedFloats x = Activations.Blocked(c.Input, c.X);
        NormPass pass = new() { Shape = c.Input, X = x.Pointer, Y = x.Pointer, Activation = activation };
        NormalizeActivate.Invoke(threads: 1, pass, scale, shift);
        return Activations.RowMajor(c.Input, x);
    }
}
