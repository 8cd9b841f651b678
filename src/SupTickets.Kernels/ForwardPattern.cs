namespace SupTickets.Kernels;

/// <summary>
/// The connections of a forward pass: rows are output channels, and the order is that of the weight itself, so values need not move.
/// Offsets are looked up again for every call, which costs a nanosecond a connection and saves four bytes of it.
/// </summary>
internal sealed unsafe class ForwardPattern
{
    private readonly int[] offsetOfPlace;
    private readonly int[] bounds;
    private readonly int fanIn;
    private readonly ReadOnlyMemory<int>? positions;

    /// <summary>The pattern of flat row-major <paramref name="positions"/> in [K, C, kh, kw], ascending; null: all of them.</summary>
    public ForwardPattern(ConvolutionShape shape, GatherTiling tiling, ReadOnlyMemory<int>? positions)
    {
        this.positions = positions;
        fanIn = shape.FanIn;
        Rows = shape.Outputs;
        offsetOfPlace = new int[fanIn];
        int area = shape.Vertical.Kernel * shape.Horizontal.Kernel;
        for (int place = 0; place < fanIn; place++)
        {
            (int channel, int element) = Math.DivRem(place, area);
            (int vertical, int horizontal) = Math.DivRem(element, shape.Horizontal.Kernel);
            offsetOfPlace[place] = channel % tiling.Chunk * tiling.PackedChannel
                + tiling.OffsetOf(vertical * shape.Vertical.Dilation, horizontal * shape.Horizontal.Dilation);
        }

        bounds = new int[Rows * (tiling.Chunks + 1)];
        int next = 0;
        int connection = 0;
        ReadOnlySpan<int> all = positions.GetValueOrDefault().Span;
        for (int row = 0; row < Rows; row++)
        {
            for (int chunk = 0; chunk <= tiling.Chunks; chunk++)
            {
                int end = row * fanIn + Math.Min(chunk * tiling.Chunk * area, fanIn);
                if (positions is null) connection = end;
                while (connection < all.Length && all[connection] < end) connection++;
                bounds[next++] = connection;
            }
        }
    }

    public int Rows { get; }

    public int[] Bounds => bounds;

    public long Bytes => (offsetOfPlace.Length + bounds.Length) * (long)sizeof(int);

    /// <summary>Floats from a packed chunk's start to what each connection reads for position 0.</summary>
    public void WriteOffsets(int* offsets)
    {
        if (positions is not { } some)
        {
            for (int row = 0; row < Rows; row++) offsetOfPlace.CopyTo(new Span<int>(offsets + (nint)row * fanIn, fanIn));
            return;
        }

        ReadOnlySpan<int> all = some.Span;
        for (int row = 0; row < Rows; row++)
        {
            int first = row * fanIn;
            int last = bounds[(row + 1) * (bounds.Length / Rows) - 1];
            for (int i = bounds[row * (bounds.Length / Rows)]; i < last; i++) offsets[i] = offsetOfPlace[all[i] - first];
        }
    }
}
