using System.Buffers;
using System.Buffers.Binary;
using SkiaSharp;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Checks image files before the first step, so that a run does not fail in the middle of an epoch. For most files the first and last bytes
/// suffice: a readable header, and an end that shows that nothing is cut off. A file whose end is not clear is decoded.
/// </summary>
internal static class ImageCheck
{
    // Headers with a colour profile or a small preview fit; a file with a longer header is decoded.
    private const int HeadBytes = 1 << 16, TailBytes = 64;

    private static readonly byte[] PngEnd = [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82];
    private static readonly byte[] JpegEnd = [0xFF, 0xD9], GifEnd = [0x3B], Filling = [0, (byte)'\n', (byte)'\r', (byte)' '];

    /// <summary>Why the file cannot be used, naming it; null if no defect was found.</summary>
    public static string? Defect(string path, CheckDepth depth)
    {
        try
        {
            if (depth == CheckDepth.Pixels || !EndsAsItMust(path)) RgbImage.Read(path, ExifOrientation.Ignored).Dispose();
            return null;
        }
        catch (DataException defect)
        {
            return defect.Message;
        }
    }

    private static bool EndsAsItMust(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HeadBytes);
        try
        {
            byte[] tail = new byte[TailBytes];
            int first = ImageFileBytes.ReadEnds(path, buffer.AsSpan(0, HeadBytes), tail, out long length);
            ReadOnlySpan<byte> head = buffer.AsSpan(0, first), end = tail.AsSpan(0, (int)Math.Min(TailBytes, length));
            return RgbImage.RequireHeader(path, head, length) switch
            {
                SKEncodedImageFormat.Jpeg => end.TrimEnd(Filling).EndsWith(JpegEnd),
                SKEncodedImageFormat.Png => end.EndsWith(PngEnd),
                SKEncodedImageFormat.Gif => end.EndsWith(GifEnd),
                SKEncodedImageFormat.Webp => BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L <= length,
                _ => false,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
