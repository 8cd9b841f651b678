using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// The connections of an input gradient in one tiling: rows are those of <see cref="TransposedOrder"/>, cut into chunks of output channels.
/// </summary>
internal sealed unsafe class InputGradientPattern
{
    private readonly TransposedOrder order;
    private readonly ReadOnlyMemory<int> positions;
    private readonly int fanIn;
    // ⌈2⁶⁴ ÷ fan-in⌉, by which a position is divided with one multiplication: exact for 32 bits, and several times as fast.
    private readonly ulong inverse;
    private readonly int chunk;
    private readonly int chunks;
    private readonly int packedChannel;
    private readonly int[] offsetOfPlace;

    /// <summary>The pattern of <paramref name="positions"/>, whose order is <paramref name="order"/>.</summary>
    public InputGradientPattern(ConvolutionShape shape, IPacking packing, ReadOnlyMemory<int> positions, TransposedOrder order)
    {
        this.order = order;
        this.positions = positions;
        (fanIn, chunk, chunks, packedChannel) = (shape.FanIn, packing.Chunk, packing.Chunks, packing.PackedChannel);
        inverse = ulong.MaxValue / (uint)fanIn + 1;
        offsetOfPlace = Offsets(shape, packing);
        Rows = order.Starts.Length - 1;
    }

    /// <summary>Input channels × phases, phase by phase.</summary>
    public int Rows { get; }

    /// <summary>Integers that <see cref="Arrange"/> writes to its bounds.</summary>
    public int Bounds => Rows * (chunks + 1);

    /// <summary>Memory held beside the order.</summary>
    public long Bytes => offsetOfPlace.Length * (long)sizeof(int);

    /// <summary>
    /// Brings values and pattern into the form that kernels read. Working offsets and bounds out again costs a few nanoseconds a connection
    /// and call, and saves the memory of both.
    /// </summary>
    /// <param name="threads">Threads.</param>
    /// <param name="values">[connections], in the weight's order.</param>
    /// <param name="arranged">[connections], in this order.</param>
    /// <param name="offsets">[connections]: from a packed chunk's start to what each reads for position 0.</param>
    /// <param name="bounds">[<see cref="Bounds"/>]: for each row the first connection of each chunk, then the row's end.</param>
    public void Arrange(int threads, float* values, float* arranged, int* offsets, int* bounds) =>
        Team.Run(threads, RowParts.Of(Rows, positions.Length), (part, _) =>
        {
            (int first, int end) = RowParts.Part(Rows, positions.Length, part);
            ArrangeRows(first, end, values, arranged, offsets, bounds);
        });

    private void ArrangeRows(int firstRow, int endRow, float* values, float* arranged, int* offsets, int* bounds)
    {
        ReadOnlySpan<int> all = positions.Span, connections = order.Connections, starts = order.Starts;
        int slot = starts[firstRow];
        bounds += (nint)firstRow * (chunks + 1);
        for (int row = firstRow; row < endRow; row++)
        {
            *bounds++ = slot;
            for (int firstChannel = 0; firstChannel < chunks * chunk; firstChannel += chunk)
            {
                for (; slot < starts[row + 1]; slot++)
                {
                    int connection = connections[slot];
                    int position = all[connection];
                    // A fan-in of 1 has no such inverse: it wraps to 0.
                    int channel = inverse == 0 ? position : (int)Math.BigMul(inverse, (uint)position, out _);
                    if (channel >= firstChannel + chunk) break;
                    arranged[slot] = values[connection];
                    offsets[slot] = (channel - firstChannel) * packedChannel + offsetOfPlace[position - channel * fanIn];
                }

                *bounds++ = slot;
            }
        }
    }

    private static int[] Offsets(ConvolutionShape shape, IPacking packing)
    {
        int[] offset = new int[shape.FanIn];
        int top = WindowAxis.InputGradient(shape.Vertical).Shift, left = WindowAxis.InputGradient(shape.Horizontal).Shift;
        int place = 0;
        for (int channel = 0; channel < shape.Inputs; channel++)
        {
            for (int vertical = 0; vertical < shape.Vertical.Kernel; vertical++)
            {
                int y = WindowAxis.PhaseOf(shape.Vertical, vertical).Source - top;
                for (int horizontal = 0; horizontal < shape.Horizontal.Kernel; horizontal++, place++)
                    offset[place] = packing.OffsetOf(y, WindowAxis.PhaseOf(shape.Horizontal, horizontal).Source - left);
            }
        }

        return offset;
    }
}
