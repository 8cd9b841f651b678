using System.Buffers.Binary;
using System.IO.Compression;
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
                using SKPaint paint =
                    new() { Color = new((byte)random.NextInt(256), (byte)random.NextInt(256), (byte)random.NextInt(256)) };
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

    /// <summary>A JPEG file that asks by EXIF to be turned.</summary>
    public static void SaveOriented(string path, SKBitmap bitmap, byte orientation)
    {
        Save(path, bitmap, SKEncodedImageFormat.Jpeg);
        byte[] jpeg = File.ReadAllBytes(path);

        // One directory with one entry: tag 0x0112, type SHORT, count 1.
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        File.WriteAllBytes(path, [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]]);
    }

    /// <summary>A BMP file in one colour, 24 bits a pixel.</summary>
    public static void WriteBmp(string path, int width, int height, SKColor color)
    {
        int row = (width * 3 + 3) / 4 * 4;
        byte[] file = new byte[54 + row * height];
        "BM"u8.CopyTo(file);
        (int, int)[] header = [(2, file.Length), (10, 54), (14, 40), (18, width), (22, height), (26, 1 | (24 << 16)), (34, row * height)];
        foreach ((int at, int value) in header)
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                ((ReadOnlySpan<byte>)[color.Blue, color.Green, color.Red]).CopyTo(file.AsSpan(54 + y * row + x * 3));
        Put(path, file);
    }

    /// <summary>A GIF file in one colour of a palette of 128.</summary>
    public static void WriteGif(string path, int width, int height, SKColor color)
    {
        const byte clear = 128, end = 129;
        List<byte> codes = [];

        // With a clear code before the table grows, every code has eight bits and is a byte.
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            if (pixel % 100 == 0) codes.Add(clear);
            codes.Add(1);
        }

        codes.Add(end);
        byte[] palette = new byte[128 * 3];
        (palette[3], palette[4], palette[5]) = (color.Red, color.Green, color.Blue);
        byte[][] blocks = [.. codes.Chunk(255).Select(block => (byte[])[(byte)block.Length, .. block])];
        Put(path,
        [
            .. "GIF89a"u8, (byte)width, 0, (byte)height, 0, 0xF6, 0, 0, .. palette,
            0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0, 7, .. blocks.SelectMany(block => block), 0, 0x3B,
        ]);
    }

    /// <summary>A PNG file in one colour with 16 bits a channel, with alpha where <paramref name="alpha"/> is given.</summary>
    public static void WriteDeepPng(string path, int width, int height, ushort[] color, ushort? alpha)
    {
        ushort[] pixel = alpha is { } transparent ? [.. color, transparent] : color;
        byte type = (byte)(pixel.Length switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 });
        byte[] bytes = [.. pixel.SelectMany(value => (byte[])[(byte)(value >> 8), (byte)value])];
        byte[] row = [0, .. Enumerable.Range(0, width).SelectMany(_ => bytes)];
        using MemoryStream packed = new();
        using (ZLibStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++) zip.Write(row);
        }

        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        byte[] header = Chunk("IHDR"u8, [.. size, 16, type, 0, 0, 0]);
        Put(path, [0x89, .. "PNG\r\n\u001A\n"u8, .. header, .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        uint crc = uint.MaxValue;
        foreach (byte value in (byte[])[.. type, .. data])
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        BinaryPrimitives.WriteUInt32BigEndian(checksum, ~crc);
        return [.. length, .. type, .. data, .. checksum];
    }

    private static void Put(string path, byte[] file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
    }

    public static void Save(string path, SKBitmap bitmap, SKEncodedImageFormat format)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        bitmap.Encode(file, format, 95);
    }
}
