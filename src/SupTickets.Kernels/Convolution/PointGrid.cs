using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Convolution;

/// <summary>Pixels of activations that the positions of a gather read or write, one each.</summary>
/// <param name="Shape">The activations.</param>
/// <param name="Rows">Height of the grid of positions.</param>
/// <param name="Columns">Its width.</param>
/// <param name="VerticalStep">Pixels between two positions, one above the other.</param>
/// <param name="HorizontalStep">Pixels between two positions side by side.</param>
internal readonly record struct PointGrid(BlockedShape Shape, int Rows, int Columns, int VerticalStep, int HorizontalStep)
{
    /// <summary>Whether positions are pixels, one to one.</summary>
    public bool IsWhole => VerticalStep == 1 && HorizontalStep == 1;

    /// <summary>Floats of all positions in one channel of one block, each with its lanes.</summary>
    public int Floats => Rows * Columns * BlockedShape.Lanes;

    /// <summary>From a channel's start to float number <paramref name="number"/> of its positions.</summary>
    public nint OffsetOf(int number)
    {
        if (IsWhole) return number;
        (int position, int lane) = Math.DivRem(number, BlockedShape.Lanes);
        (int row, int column) = Math.DivRem(position, Columns);
        return ((nint)row * VerticalStep * Shape.Width + column * HorizontalStep) * BlockedShape.Lanes + lane;
    }
}
