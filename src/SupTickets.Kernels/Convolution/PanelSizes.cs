using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>Tile sizes of the three passes of a <see cref="PanelConvolution"/>; they follow from the shape alone.</summary>
/// <param name="Forward">Of the forward pass.</param>
/// <param name="InputGradient">Of the input gradient.</param>
/// <param name="WeightGradient">Of the weight gradient.</param>
/// <param name="Points">Of the first two where the kernel has one element and positions are many enough; else null.</param>
internal sealed record PanelSizes(
    TileSize Forward, TileSize InputGradient, TileSize WeightGradient, (PointSize Forward, PointSize InputGradient)? Points = null)
{
    // A row's weights are fetched once for all positions of a tile; the packed chunk stays in the second-level cache, beside the weights
    // of all rows that walk it.
    private const int Positions = 64, PackedBytes = 256 * 1024, Places = 1024;

    // A group of single pixels is walked from the first-level cache: of 128 channels it takes 32 KiB at 512 bits and 12 at 256.
    private const int PointChannels = 128, PointBytes = 1024 * 1024, PointTiles = 16;

    /// <summary>The sizes for a weight of that shape.</summary>
    public static PanelSizes Of(ConvolutionShape shape, BlockedShape input)
    {
        BlockedShape output = shape.OutputOf(input);
        (WindowAxis, WindowAxis) forward = (WindowAxis.Forward(shape.Vertical), WindowAxis.Forward(shape.Horizontal));
        (WindowAxis, WindowAxis) back = (WindowAxis.InputGradient(shape.Vertical), WindowAxis.InputGradient(shape.Horizontal));
        int area = shape.Vertical.Kernel * shape.Horizontal.Kernel;
        return new(
            Size(forward, output, shape.Inputs, area),
            Size(back, input, shape.Outputs, area),
            Size(forward, output, shape.Inputs, area),
            Tilings.ArePoints(shape, output) ? (PointSize(output, shape.Inputs), PointSize(output, shape.Outputs)) : null);
    }

    private static PointSize PointSize(BlockedShape output, int channels) => new(
        Math.Clamp(
            Math.Min(PointBytes / (channels * BlockedShape.Lanes * sizeof(float)), output.Blocks * output.Area / PointTiles), 1, Positions),
        Math.Min(PointChannels, channels));

    private static TileSize Size((WindowAxis Vertical, WindowAxis Horizontal) axes, BlockedShape output, int channels, int area)
    {
        int high = axes.Vertical.PositionsOf(output.Height), wide = axes.Horizontal.PositionsOf(output.Width);
        int columns = Math.Min(wide, 16);
        int rows = Math.Clamp(Positions / columns, 1, high);
        int blocks = Math.Clamp(Positions / (rows * columns), 1, output.Blocks);
        double packed = (double)blocks * axes.Vertical.SubImages * axes.Horizontal.SubImages
            * axes.Vertical.PackedOf(rows) * axes.Horizontal.PackedOf(columns) * BlockedShape.Lanes * sizeof(float);
        double chunk = Math.Clamp(Math.Min((double)Places / area, PackedBytes / packed), 1, channels);
        return new(blocks, rows, columns, (int)Math.Ceiling(channels / Math.Ceiling(channels / chunk)));
    }
}
