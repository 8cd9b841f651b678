namespace SupTickets.Kernels.Convolution;

/// <summary>
/// What the rows of a panel read, phase by phase: since every position of the weight counts, all rows of a phase read alike.
/// </summary>
internal sealed class PanelTaps
{
    private readonly int[][] offsets;

    private PanelTaps(int rows, int channels, int chunk, int packedChannel, IReadOnlyList<int>[] taps)
    {
        (Rows, Channels) = (rows, channels);
        offsets = [.. taps.Select(phase => Enumerable.Range(0, chunk).SelectMany(channel => phase.Select(
            tap => channel * packedChannel + tap)).ToArray())];
        CountOf = [.. taps.Select(phase => phase.Count)];
        First = new nint[taps.Length];
        for (int phase = 1; phase < taps.Length; phase++) First[phase] = First[phase - 1] + (nint)rows * channels * CountOf[phase - 1];
    }

    /// <summary>Rows of a phase.</summary>
    public int Rows { get; }

    /// <summary>Channels that a row reads.</summary>
    public int Channels { get; }

    /// <summary>Phases of the output.</summary>
    public int Phases => offsets.Length;

    /// <summary>For each phase the taps of a channel; 0 where pixels of a phase feed nothing.</summary>
    public int[] CountOf { get; }

    /// <summary>For each phase where its weights [rows, channels, taps] start.</summary>
    public nint[] First { get; }

    /// <summary>[channels of a chunk, taps]: from a packed chunk's start to what position 0 reads.</summary>
    public int[] OffsetsOf(int phase) => offsets[phase];

    /// <summary>Those of a forward pass: one phase, whose weights are the dense weight itself.</summary>
    public static PanelTaps Forward(ConvolutionShape shape, GatherTiling tiling)
    {
        int[] taps = [.. Elements(shape).Select(element => tiling.OffsetOf(
            element.Vertical * shape.Vertical.Dilation, element.Horizontal * shape.Horizontal.Dilation))];
        return new(shape.Outputs, shape.Inputs, tiling.Chunk, tiling.PackedChannel, [taps]);
    }

    /// <summary>Those of an input gradient: rows are input channels, and an element of the kernel belongs to one phase.</summary>
    public static PanelTaps InputGradient(ConvolutionShape shape, GatherTiling tiling)
    {
        List<int>[] taps = [.. Enumerable.Range(0, shape.Vertical.Stride * shape.Horizontal.Stride).Select(_ => new List<int>())];
        int top = WindowAxis.InputGradient(shape.Vertical).Shift, left = WindowAxis.InputGradient(shape.Horizontal).Shift;
        foreach ((int vertical, int horizontal) in Elements(shape))
        {
            (int verticalPhase, int y) = WindowAxis.PhaseOf(shape.Vertical, vertical);
            (int horizontalPhase, int x) = WindowAxis.PhaseOf(shape.Horizontal, horizontal);
            taps[verticalPhase * shape.Horizontal.Stride + horizontalPhase].Add(tiling.OffsetOf(y - top, x - left));
        }

        return new(shape.Inputs, shape.Outputs, tiling.Chunk, tiling.PackedChannel, taps);
    }

    /// <summary>
    /// For each place of a row of the weight, [C, kh, kw], where an input gradient has it for output channel 0, and how far on each further
    /// output channel.
    /// </summary>
    public (int First, int Step)[] Transposed(ConvolutionShape shape)
    {
        (int First, int Step)[] places = new (int, int)[shape.FanIn];
        int[] taken = new int[Phases];
        int place = 0;
        for (int channel = 0; channel < shape.Inputs; channel++)
        {
            Array.Clear(taken);
            foreach ((int vertical, int horizontal) in Elements(shape))
            {
                int phase = WindowAxis.PhaseOf(shape.Vertical, vertical).Phase * shape.Horizontal.Stride
                    + WindowAxis.PhaseOf(shape.Horizontal, horizontal).Phase;
                int count = CountOf[phase];
                places[place++] = ((int)First[phase] + channel * Channels * count + taken[phase]++, count);
            }
        }

        return places;
    }

    private static IEnumerable<(int Vertical, int Horizontal)> Elements(ConvolutionShape shape) =>
        from vertical in Enumerable.Range(0, shape.Vertical.Kernel)
        from horizontal in Enumerable.Range(0, shape.Horizontal.Kernel)
        select (vertical, horizontal);
}
