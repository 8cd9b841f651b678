using System.Buffers.Binary;
using System.IO.Compression;

namespace SupTickets.Experiments.Data;

/// <summary>Unpacks a gzip file up to a bound, since a small file can unpack to any length. <see cref="Finish"/> checks its end.</summary>
internal sealed class UnzippedStream : Stream
{
    // The checksum and the length of what was packed.
    private const int TrailerBytes = 8;

    private readonly FileStream file;
    private readonly GZipStream source;
    private readonly long most;
    private readonly string refusal;
    private readonly Crc32 checksum = new();
    private long count;

    /// <summary>Unpacks a file from its start; the caller disposes of it.</summary>
    /// <param name="file">The gzip file, one stream with nothing after it.</param>
    /// <param name="most">The most bytes that it may unpack to.</param>
    /// <param name="refusal">The message if there are more.</param>
    public UnzippedStream(FileStream file, long most, string refusal)
    {
        (this.file, this.most, this.refusal) = (file, most, refusal);
        source = new(file, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => count; set => throw new NotSupportedException(); }

    /// <summary>Reads what is left and compares checksum and length.</summary>
    /// <exception cref="InvalidDataException">The file is cut off or damaged, or something follows the stream.</exception>
    public void Finish()
    {
        // The last file in the archive ends before the stream does, and .NET accepts a stream without its end as complete.
        CopyTo(Null);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        file.Seek(-Math.Min(file.Length, TrailerBytes), SeekOrigin.End);
        file.ReadExactly(trailer);
        (uint sum, uint length) = (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        if (sum == checksum.Value && length == (uint)count) return;
        throw new InvalidDataException(
            "its last eight bytes are not the checksum and length of what it unpacks to: it is cut off, damaged or added to");
    }

    public override int Read(Span<byte> buffer)
    {
        int read = ReadSource(buffer);
        checksum.Add(buffer[..read]);
        count += read;
        return count <= most ? read : throw new InvalidDataException(refusal);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // .NET's message on damaged bytes is that their compression method is unsupported.
    private int ReadSource(Span<byte> buffer)
    {
        try
        {
            return source.Read(buffer);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"it is damaged: {count} bytes could be unpacked, and what follows them cannot", damage);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
