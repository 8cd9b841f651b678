using SupTickets.Kernels.Layout;

namespace SupTickets.SparseEngine;

/// <summary>Activations between two operations of a network on the sparse engine: a place in memory during a pass.</summary>
public sealed record Value
{
    /// <summary>The rank of images, [N, C, H, W].</summary>
    public const int Images = 4;

    /// <summary>The rank of features, [N, F].</summary>
    public const int Features = 2;

    internal Value(int index, BlockedShape shape, int rank, bool needsGradient)
    {
        Index = index;
        Shape = shape;
        Rank = rank;
        NeedsGradient = needsGradient;
    }

    /// <summary>[N/16, C, H, W, 16]; of features [N/16, F, 1, 1, 16].</summary>
    public BlockedShape Shape { get; internal init; }

    /// <summary>What a module sees: <see cref="Images"/> or <see cref="Features"/>.</summary>
    public int Rank { get; internal init; }

    /// <summary>Whether anything that learns lies before it; of the images, whether they have a gradient themselves.</summary>
    public bool NeedsGradient { get; }

    /// <summary>Its number among the program's values.</summary>
    internal int Index { get; }
}
