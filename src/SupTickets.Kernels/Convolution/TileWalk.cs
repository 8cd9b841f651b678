using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>How to walk the positions of a tile, in floats.</summary>
internal readonly struct TileWalk
{
    public TileWalk(GatherTiling tiling, (int Block, int Row, int Column) tile)
    {
        BlockedShape output = tiling.Output;
        Blocks = Math.Min(tiling.TileBlocks, output.Blocks - tile.Block);
        Rows = Math.Min(tiling.TileRows, output.Height - tile.Row);
        Run = (nint)Math.Min(tiling.TileColumns, output.Width - tile.Column) * BlockedShape.Lanes;
        (Block, Pitch) = (output.BlockLength, (nint)output.Width * BlockedShape.Lanes);
        PackedBlock = (nint)tiling.PackedBlock * BlockedShape.Lanes;
        PackedPitch = (nint)tiling.PackedColumns * BlockedShape.Lanes;
        First = tile.Block * output.BlockLength + ((nint)tile.Row * output.Width + tile.Column) * BlockedShape.Lanes;
    }

    public int Blocks { get; }

    public int Rows { get; }

    /// <summary>Neighbouring positions of a row, with their lanes.</summary>
    public nint Run { get; }

    public nint Block { get; }

    public nint Pitch { get; }

    public nint PackedBlock { get; }

    public nint PackedPitch { get; }

    /// <summary>From a channel of the output to the tile's first position.</summary>
    public nint First { get; }
}
