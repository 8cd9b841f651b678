namespace SupTickets.Kernels;

/// <summary>
/// The connections of an input gradient: the transposed weight. Rows are input channels, once for each phase of a strided convolution;
/// a connection belongs to the one phase whose pixels it leads back to.
/// </summary>
internal sealed unsafe class InputGradientPattern
{
    private readonly ReadOnlyMemory<int> positions;
    private readonly int fanIn;
    private readonly int chunk;
    private readonly int packedChannel;
    private readonly int[] offsetOfPlace;
    private readonly int[] order;
    private readonly int[] bounds;

    /// <summary>The pattern of flat row-major <paramref name="positions"/> in [K, C, kh, kw], ascending.</summary>
    public InputGradientPattern(ConvolutionShape shape, GatherTiling tiling, ReadOnlyMemory<int> positions)
    {
        int phases = shape.Vertical.Stride * shape.Horizontal.Stride;
        Rows = shape.Inputs * phases;
        (int[] rowOfPlace, offsetOfPlace) = Places(shape, tiling);
        this.positions = positions;
        (fanIn, chunk, packedChannel) = (shape.FanIn, tiling.Chunk, tiling.PackedChannel);
        order = new int[positions.Length];
        ReadOnlySpan<int> all = positions.Span;
        bounds = new int[Rows * (tiling.Chunks + 1)];

        // A counting sort by row, stable, so that output channels, and with them chunks, ascend within a row.
        int[] next = new int[Rows + 1];
        foreach (int position in all) next[rowOfPlace[position % shape.FanIn] + 1]++;
        for (int row = 0; row < Rows; row++) next[row + 1] += next[row];
        int[] start = [.. next];
        int[] channels = new int[positions.Length];
        for (int connection = 0; connection < positions.Length; connection++)
        {
            (int channel, int place) = Math.DivRem(all[connection], shape.FanIn);
            int slot = next[rowOfPlace[place]]++;
            order[slot] = connection;
            channels[slot] = channel;
        }

        for (int row = 0; row < Rows; row++)
        {
            int slot = start[row];
            for (int chunk = 0; chunk <= tiling.Chunks; chunk++)
            {
                while (slot < start[row + 1] && channels[slot] < chunk * tiling.Chunk) slot++;
                bounds[row * (tiling.Chunks + 1) + chunk] = slot;
            }
        }
    }

    /// <summary>Input channels × phases, phase by phase.</summary>
    public int Rows { get; }

    /// <summary>For each row the first connection of each chunk, then the row's end.</summary>
    public int[] Bounds => bounds;

    /// <summary>Memory held.</summary>
    public long Bytes => (offsetOfPlace.Length + order.Length + bounds.Length) * (long)sizeof(int);

    /// <summary>
    /// Brings the weight's values into this order, each with the floats from a packed chunk's start to what it reads for position 0. Working
    /// the offsets out again costs a few nanoseconds a connection and call, and saves four bytes of memory of each.
    /// </summary>
    public void Arrange(float* values, float* arranged, int* offsets)
    {
        ReadOnlySpan<int> all = positions.Span;
        for (int i = 0; i < order.Length; i++)
        {
            int connection = order[i];
            (int channel, int place) = Math.DivRem(all[connection], fanIn);
            arranged[i] = values[connection];
            offsets[i] = channel % chunk * packedChannel + offsetOfPlace[place];
        }
    }

    private static (int[] Row, int[] Offset) Places(ConvolutionShape shape, GatherTiling tiling)
    {
        int[] row = new int[shape.FanIn];
        int[] offset = new int[shape.FanIn];
        int place = 0;
        for (int channel = 0; channel < shape.Inputs; channel++)
        {
            for (int vertical = 0; vertical < shape.Vertical.Kernel; vertical++)
            {
                (int verticalPhase, int y) = Phase(shape.Vertical, vertical);
                for (int horizontal = 0; horizontal < shape.Horizontal.Kernel; horizontal++, place++)
                {
                    (int horizontalPhase, int x) = Phase(shape.Horizontal, horizontal);
                    row[place] = (verticalPhase * shape.Horizontal.Stride + horizontalPhase) * shape.Inputs + channel;
                    offset[place] = tiling.OffsetOf(y - tiling.Vertical.Shift, x - tiling.Horizontal.Shift);
                }
            }
        }

        return (row, offset);
    }

    private static (int Phase, int Source) Phase(ConvolutionAxis axis, int element)
    {
        for (int phase = 0; phase < axis.Stride; phase++)
        {
            if (WindowAxis.Reaches(axis, phase, element, out int source)) return (phase, source);
        }

        throw new InvalidOperationException("every kernel element leads to some phase");
    }
}
