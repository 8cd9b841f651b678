using System.Buffers.Binary;
using SkiaSharp;
using SupTickets.Data;

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
        string message = Assert.Throws<DataException>(() => RgbImage.Read(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.StartsWith($"{path} claims {width}x{height} pixels", message, StringComparison.Ordinal);
        Assert.EndsWith(refusal, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused_before_it_is_read()
    {
        using (FileStream file = File.Create(folder.At("long.png"))) file.SetLength(257L << 20);
        string message = Assert.Throws<DataException>(() => RgbImage.Read(folder.At("long.png"))).Message;
        Assert.Contains("has 269484032 bytes; at most 268435456 bytes of an image file are read (SUPTICKETS_MAX_IMAGE_BYTES", message);
    }

    [Fact]
    public void Only_files_are_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kinds of files are told apart on Linux only");
        Storage.Pipe.Make(folder.At("pipe.png"));
        Assert.Contains($"'{folder.At("pipe.png")}' is a pipe", Assert.Throws<DataException>(() => RgbImage.Read(folder.At("pipe.png"))).Message);
    }
}
