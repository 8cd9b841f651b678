using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>What a convolution is made from.</summary>
internal sealed record ConvolutionSetting(ConvolutionShape Shape, BlockedShape Input, double Density, int Seed)
{
    /// <summary>Whether the kernel fits into the padded input.</summary>
    public bool Fits => Fit(Shape.Vertical, Input.Height) && Fit(Shape.Horizontal, Input.Width);

    /// <summary>Whether each position reads one pixel, so that it can be gathered by points.</summary>
    public bool IsOfPoints => Shape is { Vertical: { Kernel: 1, Padding: 0 }, Horizontal: { Kernel: 1, Padding: 0 } };

    /// <summary>Products of a pass, those with the border's zeros included.</summary>
    public double Products => (Density * Shape.Outputs * Shape.FanIn) * Input.Samples * Shape.OutputOf(Input).Area;

    public int[] Positions()
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, Shape.Outputs * Shape.FanIn).Where(_ => random.NextDouble() < Density)];
    }

    public GatherTiling ForwardTiling(TileSize size) =>
        new(WindowAxis.Forward(Shape.Vertical), WindowAxis.Forward(Shape.Horizontal), Input, Shape.OutputOf(Input), size);

    public GatherTiling InputGradientTiling(TileSize size) =>
        new(WindowAxis.InputGradient(Shape.Vertical), WindowAxis.InputGradient(Shape.Horizontal), Shape.OutputOf(Input), Input, size);

    private static bool Fit(ConvolutionAxis axis, int side) => ((axis.Kernel - 1) * axis.Dilation) < side + (2 * axis.Padding);
}
