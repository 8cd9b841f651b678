using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// How a gather cuts its work: tiles of blocks × rows × columns of output positions, whose input is packed, a chunk of channels at a time,
/// into contiguous memory with its border of zeros. Packing makes borders and strides vanish from the inner loop and keeps
/// channels, whose planes are powers of two apart in memory, from falling into the same few cache sets.
/// </summary>
internal sealed class GatherTiling : IPacking
{
    /// <summary>Tiles of <paramref name="size"/> over an input and an output.</summary>
    public GatherTiling(WindowAxis vertical, WindowAxis horizontal, BlockedShape input, BlockedShape output, TileSize size)
    {
        // A gather of single pixels does not care where rows end.
        bool flat = vertical.IsIdentity && horizontal.IsIdentity;
        Vertical = vertical;
        Horizontal = horizontal;
        Input = flat ? input with { Height = 1, Width = input.Area } : input;
        Output = flat ? output with { Height = 1, Width = output.Area } : output;
        TileBlocks = Math.Min(size.Blocks, input.Blocks);
        TileRows = Even(flat ? 1 : size.Rows, vertical.PositionsOf(Output.Height));
        TileColumns = Even(flat ? size.Rows * size.Columns : size.Columns, horizontal.PositionsOf(Output.Width));
        Chunk = Math.Min(size.Channels, input.Channels);
    }

    public WindowAxis Vertical { get; }

    public WindowAxis Horizontal { get; }

    public BlockedShape Input { get; }

    public BlockedShape Output { get; }

    /// <inheritdoc/>
    public PackedShape Shape => new(Chunk, TileBlocks, PackedRows, PackedColumns);

    /// <summary>Blocks of samples in a tile.</summary>
    public int TileBlocks { get; }

    public int TileRows { get; }

    public int TileColumns { get; }

    /// <inheritdoc/>
    public int Chunk { get; }

    /// <inheritdoc/>
    public int Chunks => (Input.Channels + Chunk - 1) / Chunk;

    public int Positions => TileBlocks * TileRows * TileColumns;

    public int PackedRows => Vertical.PackedOf(TileRows);

    public int PackedColumns => Horizontal.PackedOf(TileColumns);

    public int SubImage => PackedRows * PackedColumns;

    /// <summary>Pixels of one channel of one block in a packed tile.</summary>
    public int PackedBlock => Vertical.SubImages * Horizontal.SubImages * SubImage;

    /// <summary>Floats of one channel in a packed tile.</summary>
    public int PackedChannel => TileBlocks * PackedBlock * BlockedShape.Lanes;

    public int VerticalTiles => Ceiling(Vertical.PositionsOf(Output.Height), TileRows);

    public int HorizontalTiles => Ceiling(Horizontal.PositionsOf(Output.Width), TileColumns);

    public int BlockTiles => Ceiling(Input.Blocks, TileBlocks);

    public int Tiles => BlockTiles * VerticalTiles * HorizontalTiles;

    /// <summary>Floats from a packed channel's start to what position 0 reads by a tap.</summary>
    public int OffsetOf(int verticalTap, int horizontalTap)
    {
        int subImage = verticalTap % Vertical.Step * Horizontal.SubImages + horizontalTap % Horizontal.Step;
        return (subImage * SubImage + verticalTap / Vertical.Step * PackedColumns + horizontalTap / Horizontal.Step) * BlockedShape.Lanes;
    }

    /// <summary>Floats from what position 0 of the tile reads to what another reads, by any tap.</summary>
    public int PackedPosition(int block, int row, int column) => (block * PackedBlock + row * PackedColumns + column) * BlockedShape.Lanes;

    /// <summary>Tile number <paramref name="number"/>: its first block, row and column of positions.</summary>
    public (int Block, int Row, int Column) Tile(int number)
    {
        (int rest, int column) = Math.DivRem(number, HorizontalTiles);
        (int block, int row) = Math.DivRem(rest, VerticalTiles);
        return (block * TileBlocks, row * TileRows, column * TileColumns);
    }

    private static int Ceiling(int length, int part) => (length + part - 1) / part;

    // As few tiles as the size allows, as equal as can be.
    private static int Even(int size, int length) => Ceiling(length, Ceiling(length, Math.Min(size, length)));
}

/// <summary>The largest tile that may be packed.</summary>
/// <param name="Blocks">Blocks of samples.</param>
/// <param name="Rows">Rows of output positions.</param>
/// <param name="Columns">Columns of output positions.</param>
/// <param name="Channels">Input channels.</param>
internal readonly record struct TileSize(int Blocks, int Rows, int Columns, int Channels);
