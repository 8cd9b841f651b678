namespace SupTickets.Kernels.Convolution;

/// <summary>How a gather's input lies in packed memory: what a pattern's offsets and bounds depend on.</summary>
internal interface IPacking
{
    /// <summary>What tells two packings apart whose offsets or bounds differ.</summary>
    PackedShape Shape { get; }

    /// <summary>Input channels packed at a time; all chunks but the last have so many.</summary>
    int Chunk { get; }

    int Chunks { get; }

    /// <summary>From one channel's offset to the next one's.</summary>
    int PackedChannel { get; }

    /// <summary>From a packed channel's start to what position 0 reads by a tap.</summary>
    int OffsetOf(int verticalTap, int horizontalTap);
}

/// <summary>Channels in a chunk; blocks, rows and columns of a packed tile, 0 for single pixels.</summary>
internal readonly record struct PackedShape(int Chunk, int Blocks, int Rows, int Columns);
