namespace SupTickets.Kernels;

/// <summary>The connections of an input gradient in one tiling: rows are those of <see cref="TransposedOrder"/>, cut into chunks of output channels.</summary>
internal sealed unsafe class InputGradientPattern
{
    private readonly TransposedOrder order;
    private readonly ReadOnlyMemory<int> positions;
    private readonly int fanIn;
    private readonly int chunk;
    private readonly int packedChannel;
    private readonly int[] offsetOfPlace;

    /// <summary>The pattern of <paramref name="positions"/>, whose order is <paramref name="order"/>.</summary>
    public InputGradientPattern(ConvolutionShape shape, GatherTiling tiling, ReadOnlyMemory<int> positions, TransposedOrder order)
    {
        this.order = order;
        this.positions = positions;
        (fanIn, chunk, packedChannel) = (shape.FanIn, tiling.Chunk, tiling.PackedChannel);
        offsetOfPlace = Offsets(shape, tiling);
        Rows = order.Starts.Length - 1;
        Bounds = new int[Rows * (tiling.Chunks + 1)];
        ReadOnlySpan<int> all = positions.Span, connections = order.Connections;
        for (int row = 0; row < Rows; row++)
        {
            int slot = order.Starts[row];
            for (int part = 0; part <= tiling.Chunks; part++)
            {
                while (slot < order.Starts[row + 1] && all[connections[slot]] / fanIn < part * chunk) slot++;
                Bounds[row * (tiling.Chunks + 1) + part] = slot;
            }
        }
    }

    /// <summary>Input channels × phases, phase by phase.</summary>
    public int Rows { get; }

    /// <summary>For each row the first connection of each chunk, then the row's end.</summary>
    public int[] Bounds { get; }

    /// <summary>Memory held beside the order.</summary>
    public long Bytes => (offsetOfPlace.Length + Bounds.Length) * (long)sizeof(int);

    /// <summary>
    /// Brings the weight's values into this order, each with the floats from a packed chunk's start to what it reads for position 0. Working
    /// the offsets out again costs a few nanoseconds a connection and call, and saves four bytes of memory of each.
    /// </summary>
    public void Arrange(float* values, float* arranged, int* offsets)
    {
        ReadOnlySpan<int> all = positions.Span, connections = order.Connections;
        for (int i = 0; i < connections.Length; i++)
        {
            int connection = connections[i];
            (int channel, int place) = Math.DivRem(all[connection], fanIn);
            arranged[i] = values[connection];
            offsets[i] = channel % chunk * packedChannel + offsetOfPlace[place];
        }
    }

    private static int[] Offsets(ConvolutionShape shape, GatherTiling tiling)
    {
        int[] offset = new int[shape.FanIn];
        int place = 0;
        for (int channel = 0; channel < shape.Inputs; channel++)
        {
            for (int vertical = 0; vertical < shape.Vertical.Kernel; vertical++)
            {
                int y = WindowAxis.PhaseOf(shape.Vertical, vertical).Source - tiling.Vertical.Shift;
                for (int horizontal = 0; horizontal < shape.Horizontal.Kernel; horizontal++, place++)
                    offset[place] = tiling.OffsetOf(y, WindowAxis.PhaseOf(shape.Horizontal, horizontal).Source - tiling.Horizontal.Shift);
            }
        }

        return offset;
    }
}
