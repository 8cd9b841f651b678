namespace SupTickets.Kernels;

/// <summary>How a convolution moves along one axis, in pixels.</summary>
/// <param name="Kernel">Elements of the kernel.</param>
/// <param name="Stride">Distance between two outputs in the input.</param>
/// <param name="Padding">Zeros on each side.</param>
/// <param name="Dilation">Distance between two elements of the kernel.</param>
public readonly record struct ConvolutionAxis(int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>One element, moved pixel by pixel.</summary>
    public static ConvolutionAxis Point { get; } = new(1, 1, 0, 1);

    /// <summary>Outputs along a side of <paramref name="side"/> pixels.</summary>
    public int OutputOf(int side) => (side + 2 * Padding - Dilation * (Kernel - 1) - 1) / Stride + 1;
}
