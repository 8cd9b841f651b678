using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// How a gather of single pixels cuts its work. A tile is some neighbouring positions of one block of samples; its input is packed with all
/// channels, [groups, channels, group], where a group is what the accumulators hold. So all that the rows of a group read, a chunk of
/// channels at a time, lies together and stays in the first-level cache while row after row walks it.
/// </summary>
internal sealed class PointTiling : IPacking
{
    // Fewer rows than this take no longer than packing what they read.
    private const int LeastRows = 64;

    private readonly PointSize size;

    private PointTiling(PointGrid source, PointGrid target, PointSize size)
    {
        (Source, Target, this.size) = (source, target, size);
        Chunk = Even(size.Channels, Channels);
    }

    /// <summary>What positions read.</summary>
    public PointGrid Source { get; }

    /// <summary>What they write.</summary>
    public PointGrid Target { get; }

    /// <inheritdoc/>
    public PackedShape Shape => new(Chunk, 0, 0, 0);

    public int Channels => Source.Shape.Channels;

    /// <inheritdoc/>
    public int Chunk { get; }

    /// <inheritdoc/>
    public int Chunks => Ceiling(Channels, Chunk);

    /// <summary>1: offsets count channels, as what lies between them depends on the width of vectors.</summary>
    public int PackedChannel => 1;

    /// <summary>The forward pass of a convolution of one element.</summary>
    public static PointTiling Forward(ConvolutionShape shape, BlockedShape input, PointSize size)
    {
        (PointGrid pixels, PointGrid positions) = Grids(shape, input);
        return new(pixels, positions, size);
    }

    /// <summary>Its input gradient.</summary>
    public static PointTiling InputGradient(ConvolutionShape shape, BlockedShape input, PointSize size)
    {
        (PointGrid pixels, PointGrid positions) = Grids(shape, input);
        return new(positions, pixels, size);
    }

    /// <inheritdoc/>
    public int OffsetOf(int verticalTap, int horizontalTap) => 0;

    /// <summary>Groups of <paramref name="length"/> floats in one block of samples; the last may reach beyond the positions.</summary>
    public int GroupsOf(int length) => Ceiling(Source.Floats, length);

    /// <summary>Groups in a tile.</summary>
    public int TileGroupsOf(int length) => Even(Math.Max(1, size.Positions * BlockedShape.Lanes / length), GroupsOf(length));

    /// <summary>Whether a block has one group of <paramref name="length"/> floats, so that it lies as it would be packed.</summary>
    public bool IsPacked(int length) => Source.IsWhole && Source.Floats == length;

    /// <summary>Tiles of all blocks, where a group has <paramref name="length"/> floats.</summary>
    public int TilesOf(int length) => Source.Shape.Blocks * Ceiling(GroupsOf(length), TileGroupsOf(length));

    /// <summary>Parts that the rows are cut into.</summary>
    public int PartsOf(int length, int rows, int threads) => ItemPlan.PartsOf(TilesOf(length), rows, LeastRows, threads);

    /// <summary>Sets a target to 0 that has pixels between the positions, which a gather does not visit.</summary>
    public unsafe void ClearUnvisited(int threads, float* target)
    {
        if (Target.IsWhole) return;
        int plane = (int)Target.Shape.Plane;
        Team.Run(
            threads, Target.Shape.Blocks * Target.Shape.Channels,
            (item, _) => new Span<float>(target + (nint)item * plane, plane).Clear());
    }

    private static (PointGrid Pixels, PointGrid Positions) Grids(ConvolutionShape shape, BlockedShape input)
    {
        BlockedShape output = shape.OutputOf(input);
        return (new(input, output.Height, output.Width, shape.Vertical.Stride, shape.Horizontal.Stride), new(
            output, output.Height, output.Width, 1, 1));
    }

    private static int Ceiling(int length, int part) => (length + part - 1) / part;

    // As few parts as the size allows, as equal as can be.
    private static int Even(int size, int length) => Ceiling(length, Ceiling(length, Math.Min(size, length)));
}

/// <summary>What may be packed and walked at a time.</summary>
/// <param name="Positions">Positions in a tile, of sixteen samples each.</param>
/// <param name="Channels">Input channels in a chunk.</param>
internal readonly record struct PointSize(int Positions, int Channels);
