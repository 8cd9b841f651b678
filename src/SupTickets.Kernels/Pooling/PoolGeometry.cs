using SupTickets.Kernels.Layout;

namespace SupTickets.Kernels.Pooling;

/// <summary>Windows of a pooling: their size, the distance between them, and how far they reach over the border.</summary>
/// <param name="KernelHeight">Rows of a window, at least 1.</param>
/// <param name="KernelWidth">Columns of a window, at least 1.</param>
/// <param name="StrideVertical">Rows from one window to the next, at least 1.</param>
/// <param name="StrideHorizontal">Columns from one window to the next, at least 1.</param>
/// <param name="PaddingVertical">Rows beyond the upper and the lower border, at most half of a window's.</param>
/// <param name="PaddingHorizontal">Columns beyond the left and the right border, at most half of a window's.</param>
public readonly record struct PoolGeometry(
    int KernelHeight,
    int KernelWidth,
    int StrideVertical,
    int StrideHorizontal,
    int PaddingVertical,
    int PaddingHorizontal)
{
    /// <summary>Shape of the pooled activations: a side of length s becomes ⌊(s + 2·padding − kernel) / stride⌋ + 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no window fits into the input.</exception>
    public BlockedShape OutputOf(BlockedShape input) => input with
    {
        Height = Windows(input.Height, KernelHeight, StrideVertical, PaddingVertical),
        Width = Windows(input.Width, KernelWidth, StrideHorizontal, PaddingHorizontal),
    };

    /// <summary>Whether every position lies in exactly one window.</summary>
    internal bool Tiles(BlockedShape input) =>
        (KernelHeight, KernelWidth, PaddingVertical, PaddingHorizontal) == (StrideVertical, StrideHorizontal, 0, 0)
        && input.Height % KernelHeight == 0
        && input.Width % KernelWidth == 0;

    /// <summary>Whether the windows are 2 × 2 and every position lies in exactly one.</summary>
    internal bool Halves(BlockedShape input) => (KernelHeight, KernelWidth) == (2, 2) && Tiles(input);

    /// <summary>Rows of the input that the windows of an output row see.</summary>
    internal (int First, int End) Rows(int outputRow, int height) => Seen(outputRow, height, KernelHeight, StrideVertical, PaddingVertical);

    /// <summary>Columns of the input that the windows of an output column see.</summary>
    internal (int First, int End) Columns(int outputColumn, int width) =>
        Seen(outputColumn, width, KernelWidth, StrideHorizontal, PaddingHorizontal);

    private static (int First, int End) Seen(int output, int length, int kernel, int stride, int padding)
    {
        int first = (output * stride) - padding;
        return (Math.Max(first, 0), Math.Min(first + kernel, length));
    }

    private static int Windows(int length, int kernel, int stride, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, kernel / 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kernel, length + (2 * padding));
        return ((length + (2 * padding) - kernel) / stride) + 1;
    }
}
