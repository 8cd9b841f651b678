using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// The connections of a forward pass: rows are output channels, and the order is that of the weight itself, so values need not move.
/// Offsets and bounds are worked out again for every call, which costs a nanosecond a connection and saves the memory of both.
/// </summary>
internal sealed unsafe class ForwardPattern
{
    private readonly int[] offsetOfPlace;
    private readonly int chunks;
    private readonly int chunkPlaces;
    private readonly ReadOnlyMemory<int>? positions;

    /// <summary>The pattern of flat row-major <paramref name="positions"/> in [K, C, kh, kw], ascending; null: all of them.</summary>
    public ForwardPattern(ConvolutionShape shape, IPacking packing, ReadOnlyMemory<int>? positions)
    {
        this.positions = positions;
        Rows = shape.Outputs;
        offsetOfPlace = new int[shape.FanIn];
        int area = shape.Vertical.Kernel * shape.Horizontal.Kernel;
        (chunks, chunkPlaces) = (packing.Chunks, packing.Chunk * area);
        for (int place = 0; place < offsetOfPlace.Length; place++)
        {
            (int channel, int element) = Math.DivRem(place, area);
            (int vertical, int horizontal) = Math.DivRem(element, shape.Horizontal.Kernel);
            offsetOfPlace[place] = channel % packing.Chunk * packing.PackedChannel
                + packing.OffsetOf(vertical * shape.Vertical.Dilation, horizontal * shape.Horizontal.Dilation);
        }
    }

    /// <summary>Output channels.</summary>
    public int Rows { get; }

    /// <summary>Integers that <see cref="Write"/> writes to its bounds.</summary>
    public int Bounds => Rows * (chunks + 1);

    /// <summary>Memory held.</summary>
    public long Bytes => offsetOfPlace.Length * (long)sizeof(int);

    private int Connections => positions?.Length ?? Rows * offsetOfPlace.Length;

    /// <summary>Brings the pattern into the form that kernels read.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="offsets">[connections]: from a packed chunk's start to what each connection reads for position 0.</param>
    /// <param name="bounds">[<see cref="Bounds"/>]: for each row the first connection of each chunk, then the row's end.</param>
    public void Write(int threads, int* offsets, int* bounds) =>
        Team.Run(threads, RowParts.Of(Rows, Connections), (part, _) =>
        {
            (int first, int end) = RowParts.Part(Rows, Connections, part);
            if (positions is null) WriteFullRows(first, end, offsets, bounds);
            else WriteRows(first, end, positions.Value.Span, offsets, bounds);
        });

    private void WriteFullRows(int firstRow, int endRow, int* offsets, int* bounds)
    {
        int fanIn = offsetOfPlace.Length;
        bounds += (nint)firstRow * (chunks + 1);
        for (int row = firstRow; row < endRow; row++)
        {
            offsetOfPlace.CopyTo(new Span<int>(offsets + (nint)row * fanIn, fanIn));
            for (int chunk = 0; chunk <= chunks; chunk++) *bounds++ = row * fanIn + Math.Min(chunk * chunkPlaces, fanIn);
        }
    }

    private void WriteRows(int firstRow, int endRow, ReadOnlySpan<int> all, int* offsets, int* bounds)
    {
        int connection = all.BinarySearch(firstRow * offsetOfPlace.Length);
        if (connection < 0) connection = ~connection;
        bounds += (nint)firstRow * (chunks + 1);
        for (int row = firstRow; row < endRow; row++)
        {
            int first = row * offsetOfPlace.Length;
            *bounds++ = connection;
            for (int chunk = 1; chunk <= chunks; chunk++)
            {
                int end = first + Math.Min(chunk * chunkPlaces, offsetOfPlace.Length);
                for (; connection < all.Length && all[connection] < end; connection++)
                    offsets[connection] = offsetOfPlace[all[connection] - first];
                *bounds++ = connection;
            }
        }
    }
}
