using System.Buffers.Binary;
using SkiaSharp;
using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

public sealed class RgbImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(15_800, 15_800, "at most 128000000 pixels of an image are read (SUPTICKETS_MAX_IMAGE_PIXELS sets another limit)")]
    [InlineData(11_000, 11_000, "bytes cannot hold: its header is damaged, or it is cut off")]
    public void What_a_header_claims_is_compared_before_anything_is_built(int width, int height, string refusal)
    {
        string path = folder.At("claims.png");
        ImageFiles.Write(path, 8, 8, SKEncodedImageFormat.Png);
        byte[] file = File.ReadAllBytes(path);
        // Eight bytes of signature, then length, name, width and height, and after five more bytes the checksum of name and content.
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        Crc32 sum = new();
        sum.Add(file.AsSpan(12, 17));
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), sum.Value);
        File.WriteAllBytes(path, file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<DataException>(() => RgbImage.Read(path, ExifOrientation.Applied)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.StartsWith($"{path} claims {width}x{height} pixels", message, StringComparison.Ordinal);
        Assert.EndsWith(refusal, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused_before_it_is_read()
    {
        using (FileStream file = File.Create(folder.At("long.png"))) file.SetLength(257L << 20);
        string message = Assert.Throws<DataException>(() => RgbImage.Read(folder.At("long.png"), ExifOrientation.Applied)).Message;
        Assert.Contains("has 269484032 bytes; at most 268435456 bytes of an image file are read (SUPTICKETS_MAX_IMAGE_BYTES", message);
    }

    [Fact]
    public void Only_files_are_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kinds of files are told apart on Linux only");
        Storage.Pipe.Make(folder.At("pipe.png"));
        string expected = $"'{folder.At("pipe.png")}' is a pipe";
        Assert.Contains(
            expected, Assert.Throws<DataException>(() => RgbImage.Read(folder.At("pipe.png"), ExifOrientation.Applied)).Message);
    }

    // Corners of the stored image, 48 × 32: red and green above, blue and white below.
    [Theory]
    [InlineData(0, "rgbw")]
    [InlineData(1, "rgbw")]
    [InlineData(2, "grwb")]
    [InlineData(3, "wbgr")]
    [InlineData(4, "bwrg")]
    [InlineData(5, "rbgw")]
    [InlineData(6, "brwg")]
    [InlineData(7, "wgbr")]
    [InlineData(8, "gwrb")]
    [InlineData(9, "rgbw")]
    public void Each_orientation_puts_the_corners_where_viewers_show_them(byte orientation, string corners)
    {
        using SKBitmap bitmap = new(new SKImageInfo(48, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < 32; y++)
            for (int x = 0; x < 48; x++)
                bitmap.SetPixel(x, y, y < 16 ? (x < 24 ? SKColors.Red : SKColors.Lime) : x < 24 ? SKColors.Blue : SKColors.White);
        ImageFiles.SaveOriented(folder.At("x.jpg"), bitmap, orientation);
        using RgbImage turned = RgbImage.Read(folder.At("x.jpg"), ExifOrientation.Applied);
        Assert.Equal(orientation is >= 5 and <= 8 ? (32, 48) : (48, 32), (turned.Width, turned.Height));
        Assert.Equal(corners, Corners(turned));
        using RgbImage stored = RgbImage.Read(folder.At("x.jpg"), ExifOrientation.Ignored);
        Assert.Equal((48, 32, "rgbw"), (stored.Width, stored.Height, Corners(stored)));
    }

    [Fact]
    public void Inks_become_light()
    {
        // 8 × 8 pixels without cyan and black, all magenta and yellow: red.
        const string inks =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6utq2eAvMm6pseZqKuk/8AAFAgA"
            + "CAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGh"
            + "CCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqy"
            + "s7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwDpq5muZrpq/9k=";
        File.WriteAllBytes(folder.At("x.jpg"), Convert.FromBase64String(inks));
        using RgbImage image = RgbImage.Read(folder.At("x.jpg"), ExifOrientation.Applied);
        Assert.True(image.Row(4)[16] > 240 && image.Row(4)[17] < 20 && image.Row(4)[18] < 20);
    }

    [Theory]
    [InlineData(new ushort[] { 0xC8FF, 0x6400, 0x3200 }, null)]
    [InlineData(new ushort[] { 0xC8FF, 0x6400, 0x3200 }, (ushort)0x8000)]
    [InlineData(new ushort[] { 0xC8FF, 0x6400, 0x3200 }, (ushort)0)]
    [InlineData(new ushort[] { 0x6400 }, null)]
    [InlineData(new ushort[] { 0x6400 }, (ushort)0x4000)]
    public void Sixteen_bits_become_eight_and_what_is_transparent_keeps_its_colour(ushort[] color, ushort? alpha)
    {
        ImageFiles.WriteDeepPng(folder.At("x.png"), 20, 10, color, alpha);
        using RgbImage image = RgbImage.Read(folder.At("x.png"), ExifOrientation.Applied);
        int[] expected = color.Length == 1 ? [0x64, 0x64, 0x64] : [0xC8, 0x64, 0x32];
        byte[] pixel = image.Row(5).Slice(7 * RgbImage.Step, 3).ToArray();
        Assert.All(pixel.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
    }

    [Fact]
    public void A_file_is_read_by_what_it_is_not_by_what_it_is_called()
    {
        ImageFiles.Write(folder.At("png.jpg"), 40, 30, SKEncodedImageFormat.Png);
        ImageFiles.Write(folder.At("webp.png"), 40, 30, SKEncodedImageFormat.Webp);
        foreach (string name in new[] { "png.jpg", "webp.png" })
        {
            using RgbImage image = RgbImage.Read(folder.At(name), ExifOrientation.Applied);
            Assert.Equal((40, 30), (image.Width, image.Height));
        }
    }

    [Theory]
    [InlineData("II*\0........", "it is a TIFF image")]
    [InlineData("\0\0\0\u0018ftypavif....", "it is an AVIF image")]
    [InlineData("\0\0\0\u0018ftypheic....", "it is a HEIC image")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid", "it is a pointer of Git LFS, whose file was not fetched")]
    [InlineData("<!DOCTYPE html><html>404", "it is a web page")]
    [InlineData("GIF89a", "it is a GIF image")]
    [InlineData("no image at all", "is not an image that can be read")]
    [InlineData("", "is empty (0 bytes)")]
    public void What_a_file_is_instead_of_an_image_is_said(string content, string expected)
    {
        File.WriteAllBytes(folder.At("x.jpg"), [.. content.Select(letter => (byte)letter)]);
        DataException refused = Assert.Throws<DataException>(() => RgbImage.Read(folder.At("x.jpg"), ExifOrientation.Applied));
        Assert.StartsWith(folder.At("x.jpg"), refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_named_with_its_target()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.CreateSymbolicLink(folder.At("x.jpg"), folder.At("gone.jpg"));
        string message = Assert.Throws<DataException>(() => RgbImage.Read(folder.At("x.jpg"), ExifOrientation.Applied)).Message;
        Assert.Contains($"{folder.At("x.jpg")} (a link to '{folder.At("gone.jpg")}') cannot be read", message, StringComparison.Ordinal);
    }

    private static string Corners(RgbImage image)
    {
        (int right, int bottom) = (image.Width - 4, image.Height - 4);
        return string.Concat(Color(image, 3, 3), Color(image, right, 3), Color(image, 3, bottom), Color(image, right, bottom));
    }

    private static string Color(RgbImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Row(y).Slice(x * RgbImage.Step, 3);
        return (pixel[0] > 128, pixel[1] > 128, pixel[2] > 128) switch
        {
            (true, false, false) => "r",
            (false, true, false) => "g",
            (false, false, true) => "b",
            (true, true, true) => "w",
            _ => "?",
        };
    }
}
