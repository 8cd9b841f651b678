using System.Globalization;

namespace SupTickets.Values;

/// <summary>The shape of one input image, [C, H, W], written <c>3x32x32</c>.</summary>
/// <param name="Channels">Colour channels, C.</param>
/// <param name="Height">Rows, H.</param>
/// <param name="Width">Columns, W.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>C · H · W.</summary>
    public int Length => Channels * Height * Width;

    /// <summary>Reads <c>CxHxW</c>.</summary>
    /// <exception cref="FormatException">
    /// The text has another form, a size is not positive, or there are more numbers than an int can count.
    /// </exception>
    public static ImageShape Parse(string text)
    {
        int[] sizes = [.. text.Split('x').Select(
            part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        return sizes is [> 0, > 0, > 0] && (decimal)sizes[0] * sizes[1] * sizes[2] <= int.MaxValue
            ? new(sizes[0], sizes[1], sizes[2])
            : throw new FormatException(
                $"an input shape is written CHANNELSxHEIGHTxWIDTH, as in 3x32x32, and has at most {int.MaxValue} numbers, not '{text}'");
    }

    /// <summary>The shape as <c>CxHxW</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channels}x{Height}x{Width}");
}
