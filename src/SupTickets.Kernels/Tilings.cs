namespace SupTickets.Kernels;

/// <summary>
/// Tile sizes of a convolution's three passes. They follow from shape and density alone, never from the machine or the threads, since
/// they decide the order of additions.
/// </summary>
internal sealed record Tilings(TileSize Forward, TileSize InputGradient, TileSize WeightGradient)
{
    // Each row's connections are fetched once for all positions of a tile: 64 against 16 gained a fifth and more.
    private const int Positions = 64;

    // Connections of a row in a chunk: fewer, and loading and storing the accumulators shows; more, and the packed tile leaves the
    // first cache level sooner than it must.
    private const double ConnectionsPerVisit = 40;

    // Half of the smallest second-level cache in use.
    private const int PackedBytes = 256 * 1024;

    /// <summary>The sizes for a weight with so many connections.</summary>
    public static Tilings Of(ConvolutionShape shape, BlockedShape input, int connections)
    {
        int blocks = input.Blocks;
        BlockedShape output = shape.OutputOf(input);
        double density = Math.Max(1, connections) / ((double)shape.Outputs * shape.FanIn);
        double area = shape.Vertical.Kernel * shape.Horizontal.Kernel;
        double phases = shape.Vertical.Stride * shape.Horizontal.Stride;
        WindowAxis vertical = WindowAxis.Forward(shape.Vertical), horizontal = WindowAxis.Forward(shape.Horizontal);
        TileSize forward = Size(vertical, horizontal, output, blocks, density * area, shape.Inputs);
        TileSize back = Size(
            WindowAxis.InputGradient(shape.Vertical), WindowAxis.InputGradient(shape.Horizontal), input, blocks, density * area / phases, shape.Outputs);
        return new(forward, back, forward);
    }

    private static TileSize Size(WindowAxis vertical, WindowAxis horizontal, BlockedShape output, int blocks, double connectionsPerChannel, int channels)
    {
        int high = vertical.PositionsOf(output.Height), wide = horizontal.PositionsOf(output.Width);
        int columns = Math.Min(wide, 16);
        int rows = Math.Clamp(Positions / columns, 1, high);
        int deep = Math.Clamp(Positions / (rows * columns), 1, blocks);
        double packed = deep * vertical.SubImages * horizontal.SubImages * vertical.PackedOf(rows) * horizontal.PackedOf(columns) * (double)(BlockedShape.Lanes * sizeof(float));
        double chunk = Math.Min(ConnectionsPerVisit / connectionsPerChannel, PackedBytes / packed);
        return new(deep, rows, columns, (int)Math.Clamp(chunk, 1, channels));
    }
}
