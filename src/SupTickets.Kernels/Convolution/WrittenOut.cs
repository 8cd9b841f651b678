using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Convolution;

/// <summary>The values of connections written out to all positions of a weight, and read from there.</summary>
internal static unsafe class WrittenOut
{
    /// <summary>Writes the dense weight, [K, C, kh, kw], with 0 where there is no connection.</summary>
    public static void Rows(int threads, ConnectionLayout layout, float* values, float* weights) =>
        Each(threads, layout, (first, end, connection) =>
        {
            int fanIn = layout.Shape.FanIn;
            new Span<float>(weights + (nint)first * fanIn, (end - first) * fanIn).Clear();
            ReadOnlySpan<int> positions = layout.Listed.Span;
            for (int limit = end * fanIn; connection < positions.Length && positions[connection] < limit; connection++)
                weights[positions[connection]] = values[connection];
        });

    /// <summary>Writes it in the order of an input gradient: phase by phase [C, K, taps].</summary>
    public static void Transposed(int threads, ConnectionLayout layout, PanelTaps taps, float* values, float* weights)
    {
        (int First, int Step)[] places = layout.TransposedPlaces(taps);
        if (!layout.IsFull)
            Each(threads, layout, (first, end, _) => new Span<float>(
                weights + (nint)first * layout.Shape.FanIn, (end - first) * layout.Shape.FanIn).Clear());
        Each(threads, layout, (first, end, connection) =>
        {
            int fanIn = layout.Shape.FanIn;
            if (layout.IsFull)
            {
                Transpose(fanIn, first, end, places, values, weights);
                return;
            }

            ReadOnlySpan<int> positions = layout.Listed.Span;
            for (int row = first; row < end; row++)
            {
                for (int start = row * fanIn; connection < positions.Length && positions[connection] < start + fanIn; connection++)
                {
                    (int place, int step) = places[positions[connection] - start];
                    weights[place + row * step] = values[connection];
                }
            }
        });
    }

    // Some rows at a time, so that what is written lies together.
    private static void Transpose(int fanIn, int first, int end, (int First, int Step)[] places, float* values, float* weights)
    {
        const int Together = 16;
        for (int row = first; row < end; row += Together)
        {
            int last = Math.Min(row + Together, end);
            for (int place = 0; place < fanIn; place++)
            {
                (int start, int step) = places[place];
                float* from = values + (nint)row * fanIn + place;
                float* to = weights + start + (nint)row * step;
                for (int next = row; next < last; next++, from += fanIn, to += step) *to = *from;
            }
        }
    }

    /// <summary>Reads from a number at each position, [K, C, kh, kw], those at the connections.</summary>
    public static void AtConnections(int threads, ConnectionLayout layout, float* all, float* values) =>
        Each(threads, layout, (first, end, connection) =>
        {
            ReadOnlySpan<int> positions = layout.Listed.Span;
            for (int limit = end * layout.Shape.FanIn; connection < positions.Length && positions[connection] < limit; connection++)
                values[connection] = all[positions[connection]];
        });

    // Parts of the rows: the first row, the one after the last, and the first connection.
    private static void Each(int threads, ConnectionLayout layout, Action<int, int, int> rows)
    {
        int outputs = layout.Shape.Outputs, positions = layout.Positions;
        Team.Run(threads, RowParts.Of(outputs, positions), (part, _) =>
        {
            (int first, int end) = RowParts.Part(outputs, positions, part);
            int connection = 0;
            if (!layout.IsFull)
            {
                connection = layout.Listed.Span.BinarySearch(first * layout.Shape.FanIn);
                if (connection < 0) connection = ~connection;
            }

            rows(first, end, connection);
        });
    }
}
