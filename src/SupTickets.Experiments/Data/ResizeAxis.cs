namespace SupTickets.Experiments.Data;

/// <summary>
/// One axis of an antialiased bilinear resize, as Pillow and so torchvision do it: a triangle filter as wide as the
/// reduction, centred on the output pixel, cut off at the ends of the source range and normalised to sum one.
/// </summary>
internal sealed class ResizeAxis
{
    private readonly int[] starts;
    private readonly float[][] weights;

    /// <summary>
    /// Maps the source range [<paramref name="origin"/>, <paramref name="origin"/> + <paramref name="length"/>) onto
    /// <paramref name="full"/> pixels and keeps <paramref name="count"/> of them from <paramref name="offset"/> on.
    /// </summary>
    public ResizeAxis(int origin, int length, int full, int offset, int count)
    {
        (starts, weights) = (new int[count], new float[count][]);
        double scale = (double)length / full, reach = Math.Max(scale, 1);
        for (int i = 0; i < count; i++)
        {
            double centre = (offset + i + 0.5) * scale;
            int start = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(length, (int)(centre + reach + 0.5));
            double[] raw = [.. Enumerable.Range(start, end - start).Select(x => Math.Max(0, 1 - Math.Abs(x + 0.5 - centre) / reach))];
            double sum = raw.Sum();
            starts[i] = origin + start;
            weights[i] = [.. raw.Select(weight => (float)(weight / sum))];
        }
    }

    /// <summary>Output pixels.</summary>
    public int Count => starts.Length;

    /// <summary>The first source pixel that any output pixel needs.</summary>
    public int First => starts[0];

    /// <summary>One past the last source pixel that any output pixel needs.</summary>
    public int End => starts[^1] + weights[^1].Length;

    /// <summary>The first source pixel of output pixel <paramref name="index"/>.</summary>
    public int Start(int index) => starts[index];

    /// <summary>The weights of the source pixels from <see cref="Start"/> on; they sum to one.</summary>
    public ReadOnlySpan<float> Weights(int index) => weights[index];
}
