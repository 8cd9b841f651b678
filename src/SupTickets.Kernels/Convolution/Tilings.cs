using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// Tile sizes of a convolution's three passes. They follow from shape and density alone, never from the machine or the threads, since
/// they decide the order of additions.
/// </summary>
/// <param name="Forward">Of the forward pass.</param>
/// <param name="InputGradient">Of the input gradient.</param>
/// <param name="WeightGradient">Of the weight gradient.</param>
/// <param name="Points">Of the first two where the kernel has one element and positions are many enough; else null.</param>
internal sealed record Tilings(
    TileSize Forward, TileSize InputGradient, TileSize WeightGradient, (PointSize Forward, PointSize InputGradient)? Points = null)
{
    // Each row's connections are fetched once for all positions of a tile: 64 against 16 gained a fifth and more.
    private const int Positions = 64;

    // A gather's tile spans several blocks only where an image has fewer positions than a group of accumulators of 256 bits: blocks lie
    // powers of two apart, and sums stored to several of them compete for the same few cache sets. Its packed chunk may fill three quarters
    // of the smallest second-level cache in use. What each limit gained is in decision 0026.
    private static readonly Limits Gather = new(FewestPositions: 4, ConnectionsPerVisit: 40, PackedBytes: 384 * 1024);

    // A weight gradient stores one sum a connection, for which more positions pay, and reads the output's gradient beside the packed chunk.
    private static readonly Limits Weight = new(FewestPositions: 32, ConnectionsPerVisit: 24, PackedBytes: 256 * 1024);

    // A group of single pixels reads its channels from the first-level cache: at 256 bits 96 of them take 24 of 32 KiB. Fewer connections a
    // visit than this cost more than the misses of a longer chunk. A tile is as long as a mebibyte allows: memory gives long runs faster
    // than the little that one group reads of a channel. But there are tiles for so many threads where positions are enough.
    private const double PointConnections = 24;
    private const int PointChannels = 96, PointBytes = 1024 * 1024, PointTiles = 16;

    /// <summary>The sizes for a weight with so many connections.</summary>
    public static Tilings Of(ConvolutionShape shape, BlockedShape input, int connections)
    {
        BlockedShape output = shape.OutputOf(input);
        double perChannel = Math.Max(1, connections) / ((double)shape.Outputs * shape.Inputs);
        double phases = shape.Vertical.Stride * shape.Horizontal.Stride;
        (WindowAxis, WindowAxis) forward = (WindowAxis.Forward(shape.Vertical), WindowAxis.Forward(shape.Horizontal));
        (WindowAxis, WindowAxis) back = (WindowAxis.InputGradient(shape.Vertical), WindowAxis.InputGradient(shape.Horizontal));
        return new(
            Size(Gather, forward, output, shape.Inputs, perChannel),
            Size(Gather, back, input, shape.Outputs, perChannel / phases),
            Size(Weight, forward, output, shape.Inputs, perChannel),
            ArePoints(shape, output) ? (PointSize(output, shape.Inputs, perChannel), PointSize(output, shape.Outputs, perChannel)) : null);
    }

    /// <summary>
    /// Whether the positions are single pixels and so many that they fill a group of accumulators of 256 bits; a window's tile spans blocks
    /// of samples where they are fewer.
    /// </summary>
    public static bool ArePoints(ConvolutionShape shape, BlockedShape output) =>
        shape.Vertical is { Kernel: 1, Padding: 0 }
            && shape.Horizontal is { Kernel: 1, Padding: 0 }
            && output.Area >= Gather.FewestPositions;

    private static PointSize PointSize(BlockedShape output, int channels, double connectionsPerChannel) => new(
        Math.Clamp(
            Math.Min(PointBytes / (channels * BlockedShape.Lanes * sizeof(float)), output.Blocks * output.Area / PointTiles), 1, Positions),
        (int)Math.Clamp(PointConnections / connectionsPerChannel, Math.Min(PointChannels, channels), channels));

    private static TileSize Size(
        Limits limits, (WindowAxis Vertical, WindowAxis Horizontal) axes, BlockedShape output, int channels, double connectionsPerChannel)
    {
        int high = axes.Vertical.PositionsOf(output.Height), wide = axes.Horizontal.PositionsOf(output.Width);
        int columns = Math.Min(wide, 16);
        int rows = Math.Clamp(Positions / columns, 1, high);
        int blocks = Math.Clamp(limits.FewestPositions / (rows * columns), 1, output.Blocks);
        double packed = (double)blocks * axes.Vertical.SubImages * axes.Horizontal.SubImages
            * axes.Vertical.PackedOf(rows) * axes.Horizontal.PackedOf(columns) * BlockedShape.Lanes * sizeof(float);
        double chunk = Math.Clamp(Math.Min(limits.ConnectionsPerVisit / connectionsPerChannel, limits.PackedBytes / packed), 1, channels);
        return new(blocks, rows, columns, (int)Math.Ceiling(channels / Math.Ceiling(channels / chunk)));
    }

    /// <summary>What bounds a tile.</summary>
    /// <param name="FewestPositions">Output positions below which it spans several blocks of samples.</param>
    /// <param name="ConnectionsPerVisit">
    /// Connections of a row in a chunk of channels, about: with fewer, a row's start and its sums show.
    /// </param>
    /// <param name="PackedBytes">Packed input of a chunk.</param>
    private readonly record struct Limits(int FewestPositions, double ConnectionsPerVisit, double PackedBytes);
}
