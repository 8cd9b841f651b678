using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>A decoded image file: four bytes a pixel, of which the fourth means nothing. Grey has equal red, green and blue.</summary>
internal sealed class RgbImage : IDisposable
{
    /// <summary>Bytes from one pixel to the next.</summary>
    public const int Step = 4;

    // The bound on pixels for each byte of a JPEG or PNG: deflate repeats at most 1032 bytes in one, of eight black or white pixels each.
    // Other formats have no bound.
    private const long MostPixelsInByte = 1032 * 8;

    private readonly byte[] pixels;

    private RgbImage(int width, int height)
    {
        (Width, Height) = (width, height);
        pixels = ArrayPool<byte>.Shared.Rent(checked(width * height * Step));
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>
    /// Decodes an image file of a format in <see cref="ImageFormats"/>, whatever its name; of an animation the first picture.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="orientation">How the orientation in the file's EXIF data is treated.</param>
    /// <exception cref="DataException">The file cannot be read, is no image, or is cut off or damaged.</exception>
    public static RgbImage Read(string path, ExifOrientation orientation)
    {
        byte[] file = ImageFileBytes.Read(path);
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw NoImage(path, file, file.Length);
        RequireSize(codec, path, file.Length);
        RgbImage image = Decode(codec, path, file.Length);
        if (orientation == ExifOrientation.Ignored || codec.EncodedOrigin == SKEncodedOrigin.TopLeft) return image;
        using (image) return image.Turned(codec.EncodedOrigin);
    }

    /// <summary>Checks the header of an image file without decoding its pixels.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="head">Its first bytes, all up to a limit.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>Its format; null if these bytes do not suffice to tell.</returns>
    /// <exception cref="DataException">It is no image that is read, or its size is refused.</exception>
    internal static SKEncodedImageFormat? RequireHeader(string path, ReadOnlySpan<byte> head, long length)
    {
        using SKData data = SKData.CreateCopy(head);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null) return head.Length < length ? null : throw NoImage(path, head, length);
        RequireSize(codec, path, length);
        return codec.EncodedFormat;
    }

    /// <summary>One row, <see cref="Step"/> bytes a pixel.</summary>
    public ReadOnlySpan<byte> Row(int y) => pixels.AsSpan(y * Width * Step, Width * Step);

    /// <summary>Returns the pixels to the pool.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(pixels);

    private static DataException NoImage(string path, ReadOnlySpan<byte> head, long length)
    {
        string what = length == 0 ? "is empty"
            : ImageFormats.Recognise(head) is { } kind ? $"cannot be decoded: by its first bytes it is {kind}"
            : $"is not an image that can be read ({ImageFormats.Extensions})";
        return new($"{path} {what} ({length} bytes)");
    }

    private static void RequireSize(SKCodec codec, string path, long length)
    {
        long claimed = (long)codec.Info.Width * codec.Info.Height;
        string size = $"{codec.Info.Width}x{codec.Info.Height} pixels";
        if (claimed > Limit.ImagePixels.Most) throw new DataException($"{path} claims {size} in {length} bytes; {Limit.ImagePixels}");
        if (codec.EncodedFormat is SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg && claimed > length * MostPixelsInByte)
            throw new DataException($"{path} claims {size}, which {length} bytes cannot hold: its header is damaged, or it is cut off");
    }

    private static RgbImage Decode(SKCodec codec, string path, int length)
    {
        // Without a colour space Skia leaves the stored colours alone, as Pillow does; unpremultiplied, so alpha changes nothing.
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        RgbImage image = new(info.Width, info.Height);
        GCHandle pin = GCHandle.Alloc(image.pixels, GCHandleType.Pinned);
        SKCodecResult result = codec.GetPixels(info, pin.AddrOfPinnedObject());
        pin.Free();
        if (result == SKCodecResult.Success) return image;
        image.Dispose();
        // Skia fills parts that it could not decode with grey or black; training on them would go unnoticed.
        string what = result == SKCodecResult.IncompleteInput ? "is cut off" : "cannot be decoded";
        throw new DataException($"{path} {what} ({result}; {info.Width}x{info.Height}, {length} bytes)");
    }

    // An origin names where the stored first row and first column are seen: RightTop has its first row at the right, its first column
    // above.
    private RgbImage Turned(SKEncodedOrigin origin)
    {
        bool swaps = origin >= SKEncodedOrigin.LeftTop;
        RgbImage turned = swaps ? new(Height, Width) : new(Width, Height);
        ReadOnlySpan<uint> from = MemoryMarshal.Cast<byte, uint>(pixels.AsSpan(0, Width * Height * Step));
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(turned.pixels.AsSpan(0, Width * Height * Step));
        (int lastColumn, int lastRow) = (Width - 1, Height - 1);
        for (int row = 0; row <= lastRow; row++)
        {
            for (int column = 0; column <= lastColumn; column++)
            {
                (int x, int y) = origin switch
                {
                    SKEncodedOrigin.TopRight => (lastColumn - column, row),
                    SKEncodedOrigin.BottomRight => (lastColumn - column, lastRow - row),
                    SKEncodedOrigin.BottomLeft => (column, lastRow - row),
                    SKEncodedOrigin.LeftTop => (row, column),
                    SKEncodedOrigin.RightTop => (lastRow - row, column),
                    SKEncodedOrigin.RightBottom => (lastRow - row, lastColumn - column),
                    SKEncodedOrigin.LeftBottom => (row, lastColumn - column),
                    _ => (column, row),
                };
                to[(y * turned.Width) + x] = from[(row * Width) + column];
            }
        }

        return turned;
    }
}
