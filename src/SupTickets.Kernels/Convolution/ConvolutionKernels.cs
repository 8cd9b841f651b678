using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;

namespace SupTickets.Kernels.Convolution;

/// <summary>What a pass of a convolution costs by: connections or positions.</summary>
public enum ConvolutionKernel
{
    /// <summary>Connection by connection, <see cref="SparseConvolution"/>.</summary>
    Gather,

    /// <summary>Every position of the weight, several rows at a time, <see cref="PanelConvolution"/>.</summary>
    Panel,
}

/// <summary>The kernels of a convolution.</summary>
/// <param name="Outputs">Of the forward pass and of the input gradient, whose bits do not depend on it.</param>
/// <param name="Weights">Of the weight gradient, which agrees within rounding.</param>
public readonly record struct ConvolutionKernels(ConvolutionKernel Outputs, ConvolutionKernel Weights)
{
    /// <summary>The convolution of <paramref name="layout"/> by these kernels, over an input of shape [N/16, C, H, W, 16].</summary>
    public IConvolution Of(ConnectionLayout layout, BlockedShape input)
    {
        IConvolution outputs = Of(Outputs, layout, input);
        return Weights == Outputs ? outputs : new Mixed(outputs, Of(Weights, layout, input));
    }

    private static IConvolution Of(ConvolutionKernel kernel, ConnectionLayout layout, BlockedShape input) => PixelRow.Of(
        layout, input,
        shape => kernel == ConvolutionKernel.Panel ? new PanelConvolution(layout, shape) : new SparseConvolution(layout, shape));

    private sealed unsafe class Mixed(IConvolution outputs, IConvolution weights) : IConvolution
    {
        public BlockedShape Input => outputs.Input;

        public BlockedShape Output => outputs.Output;

        public void Forward(KernelScratch scratch, float* values, float* bias, NormalizedInput x, float* y) =>
            outputs.Forward(scratch, values, bias, x, y);

        public void InputGradient(KernelScratch scratch, float* values, float* dy, float* dx, GradientStore store) =>
            outputs.InputGradient(scratch, values, dy, dx, store);

        public void WeightGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient) =>
            weights.WeightGradient(scratch, x, dy, gradient);
    }
}
