using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// Where the vectors of one tile's output positions are read and written. Vectors come in groups, those that the accumulators of an inner
/// loop hold; the last group may have fewer.
/// </summary>
internal readonly unsafe ref struct TilePositions
{
    /// <summary>Floats from a packed channel's tap to each vector; vectors beyond the last read where the first does.</summary>
    public readonly Span<int> Packed;

    /// <summary>Floats from an output row's start to each vector; −1 where the position lies outside the output.</summary>
    public readonly Span<int> Output;

    private TilePositions(Span<int> packed, Span<int> output)
    {
        Packed = packed;
        Output = output;
    }

    /// <summary>Integers that <see cref="Of"/> needs.</summary>
    public static int RoomFor(GatherTiling tiling, int width, int group) =>
        2 * Rounded(tiling.Positions * (BlockedShape.Lanes / width), group);

    /// <summary>The positions of a tile in one phase of the output, for vectors of <paramref name="width"/>.</summary>
    public static TilePositions Of(
        GatherTiling tiling, (int Block, int Row, int Column) tile, (int Vertical, int Horizontal) phase, int width, int group,
        Span<int> room)
    {
        int parts = BlockedShape.Lanes / width;
        int count = tiling.Positions * parts;
        Span<int> packed = room[..Rounded(count, group)];
        Span<int> output = room.Slice(packed.Length, packed.Length);
        BlockedShape shape = tiling.Output;
        int next = 0;
        for (int block = 0; block < tiling.TileBlocks; block++)
        {
            for (int row = 0; row < tiling.TileRows; row++)
            {
                for (int column = 0; column < tiling.TileColumns; column++)
                {
                    int y = (tile.Row + row) * tiling.Vertical.Phases + phase.Vertical;
                    int x = (tile.Column + column) * tiling.Horizontal.Phases + phase.Horizontal;
                    bool inside = tile.Block + block < shape.Blocks && y < shape.Height && x < shape.Width;
                    int start = tiling.PackedPosition(block, row, column);
                    int target = (int)(block * shape.BlockLength) + (y * shape.Width + x) * BlockedShape.Lanes;
                    for (int part = 0; part < parts; part++, next++)
                    {
                        packed[next] = inside ? start + part * width : 0;
                        output[next] = inside ? target + part * width : -1;
                    }
                }
            }
        }

        packed[next..].Clear();
        output[next..].Fill(-1);
        return new(packed, output);
    }

    private static int Rounded(int count, int group) => (count + group - 1) / group * group;
}
