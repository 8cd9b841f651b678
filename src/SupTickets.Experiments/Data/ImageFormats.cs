using System.Collections.Frozen;

namespace SupTickets.Experiments.Data;

/// <summary>
/// The formats of image files: which are read, which are known but not read, and how a file is recognised by its first bytes.
/// </summary>
internal static class ImageFormats
{
    /// <summary>The extensions of files that are read, for messages; upper case counts too.</summary>
    public const string Extensions = ".jpg, .jpeg, .png, .webp, .bmp or .gif";

    private static readonly FrozenSet<string> Read = Set(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif");

    private static readonly FrozenSet<string> NotRead = Set(
        ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".jpx", ".ppm", ".pgm", ".pbm", ".pnm", ".svg", ".psd", ".ico",
        ".tga", ".exr", ".hdr", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raw", ".dcm", ".npy", ".pcx", ".apng");

    // Files of operating systems that are not hidden by their names.
    private static readonly FrozenSet<string> Housekeeping = Set(
        "__MACOSX", "@eaDir", "lost+found", "System Volume Information", "$RECYCLE.BIN", "#recycle", "#snapshot");

    private static readonly (int At, byte[] Bytes, string What)[] Signatures =
    [
        (0, [0xFF, 0xD8, 0xFF], "a JPEG image"),
        (0, [0x89, .. "PNG"u8], "a PNG image"),
        (0, [.. "GIF8"u8], "a GIF image"),
        (0, [.. "BM"u8], "a BMP image"),
        (8, [.. "WEBP"u8], "a WebP image"),
        (0, [.. "II*\0"u8], "a TIFF image"),
        (0, [.. "MM\0*"u8], "a TIFF image"),
        (4, [.. "ftypavif"u8], "an AVIF image"),
        (4, [.. "ftypavis"u8], "an AVIF image"),
        (4, [.. "ftyphei"u8], "a HEIC image"),
        (4, [.. "ftypmif1"u8], "a HEIC image"),
        (4, [.. "jP  "u8], "a JPEG 2000 image"),
        (0, [0xFF, 0x0A], "a JPEG XL image"),
        (4, [.. "JXL "u8], "a JPEG XL image"),
        (0, [.. "8BPS"u8], "a Photoshop file"),
        (0, [.. "%PDF"u8], "a PDF document"),
        (0, [.. "PK\u0003\u0004"u8], "a zip archive"),
        (0, [0x1F, 0x8B], "a gzip archive"),
        (0, [.. "version https://git-lfs"u8], "a pointer of Git LFS, whose file was not fetched"),
        (0, [.. "<!DOCTYPE"u8], "a web page"),
        (0, [.. "<!doctype"u8], "a web page"),
        (0, [.. "<html"u8], "a web page"),
        (0, [.. "<HTML"u8], "a web page"),
        (0, [.. "<?xml"u8], "an XML or SVG file"),
        (0, [.. "<svg"u8], "an SVG drawing"),
    ];

    /// <summary>Whether a file of this name counts as an image that can be read.</summary>
    public static bool IsRead(string name) => Read.Contains(Path.GetExtension(name));

    /// <summary>Whether a file of this name is an image of a format that is not read.</summary>
    public static bool IsImageNotRead(string name) => NotRead.Contains(Path.GetExtension(name));

    /// <summary>Whether an entry is not the user's: hidden by its name, or left there by a system.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || Housekeeping.Contains(name);

    /// <summary>The format of a file by its first bytes; null if they do not show it.</summary>
    public static string? Recognise(ReadOnlySpan<byte> head)
    {
        foreach ((int at, byte[] bytes, string what) in Signatures)
        {
            if (head.Length >= at + bytes.Length && head.Slice(at, bytes.Length).SequenceEqual(bytes)) return what;
        }

        return null;
    }

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
