namespace SupTickets.Kernels.Convolution;

/// <summary>
/// One axis of a gather: output position t reads input pixels t·Step + Shift + tap for taps in [0, Extent). A convolution's forward
/// pass is one, and so is its input gradient, where the outputs of each phase (pixel modulo stride) make a gather of step 1.
/// </summary>
/// <param name="Step">Input pixels between two positions.</param>
/// <param name="Shift">Input pixel of position 0 and tap 0; may be negative.</param>
/// <param name="Extent">Number of taps.</param>
/// <param name="Phases">Interleaved output positions: position t of phase p is output pixel t·Phases + p.</param>
internal readonly record struct WindowAxis(int Step, int Shift, int Extent, int Phases)
{
    /// <summary>The axis of a forward pass.</summary>
    public static WindowAxis Forward(ConvolutionAxis axis) => new(axis.Stride, -axis.Padding, (axis.Kernel - 1) * axis.Dilation + 1, 1);

    /// <summary>The axis of an input gradient, which gathers from the output's gradient.</summary>
    public static WindowAxis InputGradient(ConvolutionAxis axis)
    {
        int least = int.MaxValue;
        int most = int.MinValue;
        for (int element = 0; element < axis.Kernel; element++)
        {
            int source = PhaseOf(axis, element).Source;
            least = Math.Min(least, source);
            most = Math.Max(most, source);
        }

        return new(1, least, most - least + 1, axis.Stride);
    }

    /// <summary>
    /// Which input pixels, modulo stride, kernel element <paramref name="element"/> leads to from whole output pixels: input pixel
    /// t·stride + Phase gets its part from output pixel t + Source.
    /// </summary>
    public static (int Phase, int Source) PhaseOf(ConvolutionAxis axis, int element)
    {
        int distance = element * axis.Dilation - axis.Padding;
        int phase = (distance % axis.Stride + axis.Stride) % axis.Stride;
        return (phase, (phase - distance) / axis.Stride);
    }

    /// <summary>Positions that cover a side of <paramref name="side"/> output pixels, in the phase that has most.</summary>
    public int PositionsOf(int side) => (side + Phases - 1) / Phases;

    /// <summary>Whether positions are input pixels, one to one.</summary>
    public bool IsIdentity => Step == 1 && Shift == 0 && Extent == 1 && Phases == 1;

    /// <summary>Sub-images that a packed tile is split into so that neighbours of one tap lie side by side: pixels modulo step.</summary>
    public int SubImages => Math.Min(Step, Extent);

    /// <summary>Pixels of a sub-image that <paramref name="positions"/> neighbouring positions read.</summary>
    public int PackedOf(int positions) => positions + (Extent - 1) / Step;
}
