using SkiaSharp;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Writes small image files.</summary>
internal static class ImageFiles
{
    /// <summary>A file of random blocks of eight pixels; its folder is created.</summary>
    public static void Write(string path, int width, int height, SKEncodedImageFormat format)
    {
        RandomStream random = new Seed((ulong)(width * 1000 + height)).Stream();
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        for (int y = 0; y < height; y += 8)
        {
            for (int x = 0; x < width; x += 8)
            {
                using SKPaint paint = new() { Color = new((byte)random.NextInt(256), (byte)random.NextInt(256), (byte)random.NextInt(256)) };
                canvas.DrawRect(x, y, 8, 8, paint);
            }
        }

        Save(path, bitmap, format);
    }

    /// <summary>A file in one grey, stored with one channel.</summary>
    public static void WriteGrey(string path, int width, int height, byte level, SKEncodedImageFormat format)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.GetPixelSpan().Fill(level);
        Save(path, bitmap, format);
    }

    public static void Save(string path, SKBitmap bitmap, SKEncodedImageFormat format)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        bitmap.Encode(file, format, 95);
    }
}
