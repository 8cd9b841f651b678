namespace SupTickets.Kernels.Convolution;

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
    /// <exception cref="ArgumentOutOfRangeException">The kernel does not fit into the padded side.</exception>
    public int OutputOf(int side)
    {
        int reach = Dilation * (Kernel - 1) + 1;
        if (reach > side + 2 * Padding)
            throw new ArgumentOutOfRangeException(
                nameof(side), side,
                $"a kernel that reaches over {reach} pixels needs at least {reach - 2 * Padding} of them, with a padding of {Padding}");
        return (side + 2 * Padding - reach) / Stride + 1;
    }
}
