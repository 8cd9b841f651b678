using CsCheck;
using SupTickets.Kernels.Convolution;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>Convolutions by the kernels of choice, linear layers among them, whose blocks of samples are computed together.</summary>
public sealed class ConvolutionKernelsTests
{
    private static readonly ConvolutionKernels[] All =
        [.. from outputs in Enum.GetValues<ConvolutionKernel>() from weights in Enum.GetValues<ConvolutionKernel>() select
            new ConvolutionKernels(outputs, weights)];

    private static readonly Gen<ConvolutionSetting> LinearLayers = Gen.Select(
        Gen.Int[1, 140], Gen.Int[1, 70], Gen.Int[1, 300], Gen.OneOf(Gen.Double[0.01, 1], Gen.Const(1.0)), Gen.Int[0, 1000],
        (outputs, inputs, samples, density, seed) => new ConvolutionSetting(
            ConvolutionShape.Linear(outputs, inputs), new(samples, inputs, 1, 1), density, seed))
        .Where(setting => setting.Products <= 1_000_000);

    [Fact]
    public void Linear_layers_are_the_plain_loops_and_no_kernel_changes_a_bit_of_outputs_and_input_gradients() =>
        LinearLayers.Sample(
            setting =>
            {
                ConvolutionCase c = new(setting);
                int[] gathered = ConvolutionPasses.Run(new SparseConvolution(c.Layout(), c.Input), c).GatheredBits();
                foreach (ConvolutionKernels kernels in All)
                {
                    ConvolutionResults results = ConvolutionPasses.Run(kernels.Of(c.Layout(), c.Input), c, threads: 2);
                    c.Agrees(results);
                    Assert.Equal(gathered, results.GatheredBits());
                }
            },
            iter: 60);

    [Fact]
    public void Weight_gradients_are_by_the_kernel_that_is_named_for_them()
    {
        foreach (ConvolutionSetting setting in ConvolutionExamples.Corners.Where(corner => corner.Input.Area > 1))
        {
            ConvolutionCase c = new(setting);
            int[] gather = Numbers.Bits(ConvolutionPasses.Run(new SparseConvolution(c.Layout(), c.Input), c).Values);
            int[] panel = Numbers.Bits(ConvolutionPasses.Run(new PanelConvolution(c.Layout(), c.Input), c).Values);
            foreach (ConvolutionKernels kernels in All)
                Assert.Equal(
                    kernels.Weights == ConvolutionKernel.Gather ? gather : panel,
                    Numbers.Bits(ConvolutionPasses.Run(kernels.Of(c.Layout(), c.Input), c).Values));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_for_linear_layers()
    {
        ConvolutionCase c = new(new(ConvolutionShape.Linear(130, 70), new(129, 70, 1, 1), Density: 0.3, Seed: 1));
        foreach (ConvolutionKernels kernels in All)
        {
            int[] expected = ConvolutionPasses.Run(kernels.Of(c.Layout(), c.Input), c).AllBits();
            foreach (int threads in new[] { 2, 3, 5 })
                Assert.Equal(expected, ConvolutionPasses.Run(kernels.Of(c.Layout(), c.Input), c, threads).AllBits());
        }
    }
}
