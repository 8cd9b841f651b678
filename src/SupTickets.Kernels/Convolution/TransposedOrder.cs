namespace SupTickets.Kernels.Convolution;

/// <summary>
/// The connections of a weight sorted for its input gradient: by input channel, once for each phase of a strided convolution, then by
/// output channel. A connection belongs to the one phase whose pixels it leads back to. The order is the same for every tiling.
/// </summary>
internal sealed class TransposedOrder
{
    private readonly int[] order;
    private readonly int[] starts;

    /// <summary>The order of flat row-major <paramref name="positions"/> in [K, C, kh, kw], ascending.</summary>
    public TransposedOrder(ConvolutionShape shape, ReadOnlySpan<int> positions)
    {
        int rows = shape.Inputs * shape.Vertical.Stride * shape.Horizontal.Stride;
        int[] rowOfPlace = Rows(shape);
        order = new int[positions.Length];
        starts = new int[rows + 1];

        // A counting sort, stable, so that output channels ascend within a row.
        foreach (int position in positions) starts[rowOfPlace[position % shape.FanIn] + 1]++;
        for (int row = 0; row < rows; row++) starts[row + 1] += starts[row];
        int[] next = starts[..rows];
        for (int connection = 0; connection < positions.Length; connection++)
            order[next[rowOfPlace[positions[connection] % shape.FanIn]]++] = connection;
    }

    /// <summary>Connections, each by its index in the weight's own order.</summary>
    public ReadOnlySpan<int> Connections => order;

    /// <summary>Where each row starts, and where the last one ends.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Memory held.</summary>
    public long Bytes => (order.Length + starts.Length) * (long)sizeof(int);

    // Phase by phase, and in each the input channels.
    private static int[] Rows(ConvolutionShape shape)
    {
        int[] row = new int[shape.FanIn];
        int place = 0;
        for (int channel = 0; channel < shape.Inputs; channel++)
        {
            for (int vertical = 0; vertical < shape.Vertical.Kernel; vertical++)
            {
                int verticalPhase = WindowAxis.PhaseOf(shape.Vertical, vertical).Phase;
                for (int horizontal = 0; horizontal < shape.Horizontal.Kernel; horizontal++, place++)
                    row[place] =
                        (verticalPhase * shape.Horizontal.Stride + WindowAxis.PhaseOf(shape.Horizontal, horizontal).Phase) * shape.Inputs
                            + channel;
            }
        }

        return row;
    }
}
