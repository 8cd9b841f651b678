using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Data;

/// <summary>A decoded image file: four bytes a pixel, of which the fourth means nothing. Grey has equal red, green and blue.</summary>
internal sealed class RgbImage : IDisposable
{
    /// <summary>Bytes from one pixel to the next.</summary>
    public const int Step = 4;

    // No JPEG or PNG is denser: deflate repeats at most 1032 bytes in one, of eight black or white pixels each.
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

    /// <summary>Decodes a JPEG or PNG file.</summary>
    /// <exception cref="DataException">The file cannot be read, is no image, or is cut off or damaged.</exception>
    public static RgbImage Read(string path)
    {
        try
        {
            byte[] file = ReadBytes(path);
            using SKData data = SKData.CreateCopy(file);
            using SKCodec codec = SKCodec.Create(data) ?? throw new DataException($"{path} is not a JPEG or PNG image ({file.Length} bytes)");
            return Decode(codec, path, file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>One row, <see cref="Step"/> bytes a pixel.</summary>
    public ReadOnlySpan<byte> Row(int y) => pixels.AsSpan(y * Width * Step, Width * Step);

    /// <summary>Gives the pixels back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(pixels);

    private static byte[] ReadBytes(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, bufferSize: 0);
        if (file.Length > Limit.ImageBytes.Most) throw new DataException($"{path} has {file.Length} bytes; {Limit.ImageBytes}");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static RgbImage Decode(SKCodec codec, string path, long length)
    {
        // Without a colour space Skia leaves the stored colours alone, as Pillow does; unpremultiplied, so alpha changes nothing.
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        long claimed = (long)info.Width * info.Height;
        string size = $"{info.Width}x{info.Height} pixels";
        if (claimed > Limit.ImagePixels.Most) throw new DataException($"{path} claims {size} in {length} bytes; {Limit.ImagePixels}");
        if (codec.EncodedFormat is SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg && claimed > length * MostPixelsInByte)
            throw new DataException($"{path} claims {size}, which {length} bytes cannot hold: its header is damaged, or it is cut off");
        RgbImage image = new(info.Width, info.Height);
        GCHandle pin = GCHandle.Alloc(image.pixels, GCHandleType.Pinned);
        SKCodecResult result = codec.GetPixels(info, pin.AddrOfPinnedObject());
        pin.Free();
        if (result == SKCodecResult.Success) return image;
        image.Dispose();
        // Skia fills what it could not decode with grey or black; training on that would go unnoticed.
        string what = result == SKCodecResult.IncompleteInput ? "is cut off" : "cannot be decoded";
        throw new DataException($"{path} {what} ({result}; {info.Width}x{info.Height}, {length} bytes)");
    }
}
