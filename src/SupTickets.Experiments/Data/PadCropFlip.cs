using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// The augmentation of CIFAR: pad by some pixels on all sides, crop the original size at a uniformly random
/// place, mirror left to right with probability one half.
/// </summary>
/// <param name="Pixels">Pixels by which the crop may reach beyond the border; fewer than the image has.</param>
/// <param name="Padding">What lies beyond the border.</param>
public sealed record PadCropFlip(int Pixels, Padding Padding)
{
    /// <summary>
    /// Draws row offset, column offset and flip, in this order, and writes the result; both images are [C, H, W] and do not overlap.
    /// </summary>
    public void Apply(ReadOnlySpan<byte> source, ImageShape shape, RandomStream random, Span<byte> destination)
    {
        int down = random.NextInt(2 * Pixels + 1) - Pixels;
        int right = random.NextInt(2 * Pixels + 1) - Pixels;
        bool flip = random.NextBool();
        int width = shape.Width;
        for (int row = 0; row < shape.Channels * shape.Height; row++)
        {
            int y = row % shape.Height;
            int sourceY = Inside(y + down, shape.Height);
            Span<byte> to = destination.Slice(row * width, width);
            if (sourceY < 0)
            {
                to.Clear();
                continue;
            }

            CopyRow(source.Slice((row - y + sourceY) * width, width), right, to);
            if (flip) to.Reverse();
        }
    }

    private void CopyRow(ReadOnlySpan<byte> from, int right, Span<byte> to)
    {
        int start = Math.Max(0, -right), end = Math.Min(to.Length, to.Length - right);
        from[(start + right)..(end + right)].CopyTo(to[start..]);
        for (int x = 0; x < start; x++) to[x] = Pixel(from, x + right);
        for (int x = end; x < to.Length; x++) to[x] = Pixel(from, x + right);
    }

    private byte Pixel(ReadOnlySpan<byte> row, int x) => Inside(x, row.Length) is >= 0 and int inside ? row[inside] : (byte)0;

    // The source position for a position on or beyond the border; −1 is black.
    private int Inside(int position, int length) =>
        (uint)position < (uint)length ? position
        : Padding == Padding.Zero ? -1
        : position < 0 ? -position : 2 * length - 2 - position;
}
