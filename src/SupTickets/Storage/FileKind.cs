using System.Text;

namespace SupTickets.Storage;

/// <summary>
/// What a file is, in words, judged by its first bytes. A user who names a picture in place of a ticket is told that, not how its bytes
/// fail to be a ticket.
/// </summary>
internal static class FileKind
{
    /// <summary>The words for a safetensors file.</summary>
    public const string Safetensors = "a safetensors file";

    /// <summary>The words for a JSON file.</summary>
    public const string Json = "a JSON file";

    /// <summary>The words for a file of plain text.</summary>
    public const string PlainText = "a text file";

    /// <summary>The words for a web page.</summary>
    public const string HtmlPage = "an HTML page";

    /// <summary>The words for a file without content.</summary>
    public const string Empty = "an empty file";

    // A tar archive has its mark only here.
    private const int TarMark = 257, HeadLength = 512;

    private const int LengthPrefix = 8;

    private static readonly (byte[] Start, string Words)[] Starts =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ([.. "GIF8"u8], "a GIF image"),
        ([.. "II*\0"u8], "a TIFF image"),
        ([.. "MM\0*"u8], "a TIFF image"),
        ([.. "PK\x03\x04"u8], "a zip archive, as PyTorch's .pth files are"),
        ([.. "PK\x05\x06"u8], "an empty zip archive"),
        ([0x1F, 0x8B], "a gzip file"),
        ([.. "BZh"u8], "a bzip2 file"),
        ([0xFD, .. "7zXZ"u8], "an xz file"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
        ([.. "7z"u8, 0xBC, 0xAF], "a 7z archive"),
        ([.. "Rar!"u8], "a RAR archive"),
        ([0x89, .. "HDF"u8], "an HDF5 file, as Keras writes"),
        ([0x93, .. "NUMPY"u8], "a NumPy array"),
        ([.. "GGUF"u8], "a GGUF file"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "%PDF"u8], "a PDF document"),
        ([.. "SQLite format 3"u8], "an SQLite database"),
        ([0x7F, .. "ELF"u8], "a program or library (ELF)"),
        ([0xFF, 0xFE], "a text file in UTF-16"),
        ([0xFE, 0xFF], "a text file in UTF-16"),
    ];

    private static readonly (string Start, string Words)[] Texts =
    [
        ("<!doctype html", HtmlPage),
        ("<html", HtmlPage),
        ("<head", HtmlPage),
        ("<svg", "an SVG image"),
        ("<?xml", "an XML file"),
        ("version https://git-lfs", "a Git LFS pointer, not the file that it stands for"),
        ("#!", "a script"),
        ("{", Json),
        ("[", Json),
    ];

    /// <summary>What a file is; null where its first bytes say nothing, or it cannot be read.</summary>
    public static string? Of(string path)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(path, FileShare.ReadWrite, bufferSize: 0);
            byte[] head = new byte[HeadLength];
            return Of(head.AsSpan(0, stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>
    /// What a file is that starts with <paramref name="head"/>, its first 512 bytes or all of them; null where they say nothing.
    /// </summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return Empty;
        foreach ((byte[] start, string words) in Starts)
        {
            if (head.StartsWith(start)) return words;
        }

        if (head.Length > 11 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8)) return "a WebP image";
        if (head.Length > 13 && head.StartsWith("BM"u8) && head[6..10].IndexOfAnyExcept((byte)0) < 0) return "a BMP image";
        if (head.Length > TarMark + 5 && head[TarMark..].StartsWith("ustar"u8)) return "a tar archive";
        // Protocols 2 to 5 of Python's pickle.
        if (head.Length > 1 && head[0] == 0x80 && head[1] is >= 2 and <= 5)
            return "a pickle file, as old .pth files and the Python edition of CIFAR are";
        if (head.Length > LengthPrefix && head[LengthPrefix] == '{' && head[5..LengthPrefix].IndexOfAnyExcept((byte)0) < 0)
            return Safetensors;
        return head.IndexOfAnyExcept((byte)0) < 0 ? "a file of zeros, as an interrupted copy leaves" : TextOf(head);
    }

    private static string? TextOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble)) head = head[3..];
        foreach (byte letter in head)
        {
            if (letter < ' ' && letter is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')) return null;
        }

        // The last character may be cut off.
        char[] letters = new char[head.Length];
        Decoder decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        try
        {
            string text = new string(letters, 0, decoder.GetChars(head, letters, flush: false)).TrimStart();
            return Texts.FirstOrDefault(kind => text.StartsWith(kind.Start, StringComparison.OrdinalIgnoreCase)).Words ?? PlainText;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
