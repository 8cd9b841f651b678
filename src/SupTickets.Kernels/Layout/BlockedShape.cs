namespace SupTickets.Kernels.Layout;

/// <summary>
/// Shape of batch-blocked activations, [⌈N/16⌉, C, H, W, 16]: sixteen samples innermost, so that one connection touches whole
/// cache lines whatever the pattern. Lanes of the last block beyond N are padding.
/// </summary>
/// <param name="Samples">N, at least 1.</param>
/// <param name="Channels">C.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
public readonly record struct BlockedShape(int Samples, int Channels, int Height, int Width)
{
    /// <summary>Samples in a block: a cache line of floats.</summary>
    public const int Lanes = 16;

    /// <summary>⌈N/16⌉.</summary>
    public int Blocks => (Samples + Lanes - 1) / Lanes;

    /// <summary>H · W.</summary>
    public int Area => Height * Width;

    /// <summary>Floats of one channel of one block, 16·H·W.</summary>
    public nint Plane => (nint)Area * Lanes;

    /// <summary>Floats of one block.</summary>
    public nint BlockLength => Channels * Plane;

    /// <summary>Floats of everything, padding included.</summary>
    public nint Length => Blocks * BlockLength;

    /// <summary>Lanes of the block that hold samples: 16 but for the last block.</summary>
    public int LanesOf(int block) => Math.Min(Lanes, Samples - block * Lanes);
}
