namespace SupTickets.Layers;

/// <summary>How a convolution moves over its input, all in pixels, as (vertical, horizontal).</summary>
/// <param name="Stride">Distance between two output positions in the input.</param>
/// <param name="Padding">Zeros added on each side.</param>
/// <param name="Dilation">Distance between two kernel elements.</param>
public sealed record ConvolutionGeometry(
    (int Vertical, int Horizontal) Stride, (int Vertical, int Horizontal) Padding, (int Vertical, int Horizontal) Dilation)
{
    /// <summary>Equal in both directions, not dilated.</summary>
    public static ConvolutionGeometry Square(int stride, int padding) => new((stride, stride), (padding, padding), (1, 1));
}
