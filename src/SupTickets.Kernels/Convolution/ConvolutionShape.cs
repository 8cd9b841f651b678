using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// A convolution's weight [outputs, inputs, kernel height, kernel width] and how it moves. A linear layer is one of 1×1 over one pixel.
/// </summary>
/// <param name="Outputs">Output channels, K.</param>
/// <param name="Inputs">Input channels, C.</param>
/// <param name="Vertical">Along the height.</param>
/// <param name="Horizontal">Along the width.</param>
public readonly record struct ConvolutionShape(int Outputs, int Inputs, ConvolutionAxis Vertical, ConvolutionAxis Horizontal)
{
    /// <summary>Positions that feed one output channel, C · kernel area.</summary>
    public int FanIn => Inputs * Vertical.Kernel * Horizontal.Kernel;

    /// <summary>The weight of a linear layer.</summary>
    public static ConvolutionShape Linear(int outputs, int inputs) => new(outputs, inputs, ConvolutionAxis.Point, ConvolutionAxis.Point);

    /// <summary>The output's shape.</summary>
    public BlockedShape OutputOf(BlockedShape input) =>
        new(input.Samples, Outputs, Vertical.OutputOf(input.Height), Horizontal.OutputOf(input.Width));
}
