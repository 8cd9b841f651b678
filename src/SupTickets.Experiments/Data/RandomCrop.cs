using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>The rectangle that RandomResizedCrop cuts out before it is stretched to a square (Szegedy et al., 2015).</summary>
internal readonly record struct RandomCrop(int Left, int Top, int Width, int Height)
{
    private const double SmallestArea = 0.08;
    private const double Widest = 4.0 / 3.0;
    private const int Attempts = 10;

    /// <summary>
    /// Area uniform in 8 … 100 % of the image, log of the aspect ratio uniform between 3:4 and 4:3, place uniform. After ten
    /// rectangles that do not fit: the largest central one whose aspect ratio is allowed.
    /// </summary>
    public static RandomCrop Draw(int width, int height, RandomStream random)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = random.NextDouble(SmallestArea, 1) * width * height;
            double ratio = Math.Exp(random.NextDouble(-Math.Log(Widest), Math.Log(Widest)));
            int cropWidth = (int)Math.Round(Math.Sqrt(area * ratio)), cropHeight = (int)Math.Round(Math.Sqrt(area / ratio));
            if (cropWidth < 1 || cropHeight < 1 || cropWidth > width || cropHeight > height) continue;
            int top = random.NextInt(height - cropHeight + 1);
            return new(random.NextInt(width - cropWidth + 1), top, cropWidth, cropHeight);
        }

        return Central(width, height);
    }

    private static RandomCrop Central(int width, int height)
    {
        int cropWidth = Math.Min(width, Math.Max(1, (int)Math.Round(height * Widest)));
        int cropHeight = Math.Min(height, Math.Max(1, (int)Math.Round(width * Widest)));
        return new((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }
}
