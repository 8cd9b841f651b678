using System.Buffers;

namespace SupTickets.Experiments.Data;

/// <summary>Antialiased bilinear resize of a decoded image, columns first, then rows.</summary>
internal static class BilinearResize
{
    private const int Channels = 3;

    /// <summary>Writes [3, rows, columns] bytes.</summary>
    public static void Invoke(RgbImage image, ResizeAxis columns, ResizeAxis rows, Span<byte> target)
    {
        int width = columns.Count, height = rows.Count, line = Channels * width;
        float[] band = ArrayPool<float>.Shared.Rent((rows.End - rows.First) * line);
        float[] sums = ArrayPool<float>.Shared.Rent(line);
        for (int y = rows.First; y < rows.End; y++) ResizeRow(image.Row(y), columns, band.AsSpan((y - rows.First) * line, line));
        for (int y = 0; y < height; y++)
        {
            Span<float> sum = sums.AsSpan(0, line);
            sum.Clear();
            ReadOnlySpan<float> weights = rows.Weights(y);
            for (int k = 0; k < weights.Length; k++)
                AddScaled(weights[k], band.AsSpan((rows.Start(y) - rows.First + k) * line, line), sum);
            for (int channel = 0; channel < Channels; channel++)
                Round(sum.Slice(channel * width, width), target.Slice((channel * height + y) * width, width));
        }

        ArrayPool<float>.Shared.Return(sums);
        ArrayPool<float>.Shared.Return(band);
    }

    // [pixels, Step] bytes → [3, columns] floats.
    private static void ResizeRow(ReadOnlySpan<byte> row, ResizeAxis columns, Span<float> line)
    {
        int width = columns.Count;
        for (int x = 0; x < width; x++)
        {
            ReadOnlySpan<float> weights = columns.Weights(x);
            float red = 0, green = 0, blue = 0;
            int at = columns.Start(x) * RgbImage.Step;
            foreach (float weight in weights)
            {
                red += weight * row[at];
                green += weight * row[at + 1];
                blue += weight * row[at + 2];
                at += RgbImage.Step;
            }

            (line[x], line[width + x], line[2 * width + x]) = (red, green, blue);
        }
    }

    private static void AddScaled(float weight, ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] += weight * from[i];
    }

    private static void Round(ReadOnlySpan<float> from, Span<byte> to)
    {
        for (int i = 0; i < to.Length; i++) to[i] = (byte)Math.Clamp(from[i] + 0.5f, 0, 255);
    }
}
