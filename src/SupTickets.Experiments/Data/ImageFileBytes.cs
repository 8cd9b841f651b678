using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Reads image files. Every error is a <see cref="DataException"/> that names the file.</summary>
internal static class ImageFileBytes
{
    /// <summary>The whole file.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        using FileStream file = Open(path);
        if (file.Length > Limit.ImageBytes.Most) throw new DataException($"{path} has {file.Length} bytes; {Limit.ImageBytes}");
        try
        {
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException error)
        {
            throw new DataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The first and the last bytes of a file, and its length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Is filled with the first bytes.</param>
    /// <param name="tail">Is filled with the last bytes.</param>
    /// <param name="length">The length of the file.</param>
    /// <returns>How many bytes of <paramref name="head"/> were filled; of <paramref name="tail"/> as many as the file has.</returns>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static int ReadEnds(string path, Span<byte> head, Span<byte> tail, out long length)
    {
        using FileStream file = Open(path);
        try
        {
            length = file.Length;
            int first = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            int last = (int)Math.Min(tail.Length, length);
            file.Seek(-last, SeekOrigin.End);
            file.ReadExactly(tail[..last]);
            return first;
        }
        catch (IOException error)
        {
            throw new DataException($"{path} cannot be read: {error.Message}", error);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            string target = new FileInfo(path).LinkTarget is { } link ? $" (a link to '{link}')" : "";
            throw new DataException($"{path}{target} cannot be read: {error.Message}", error);
        }
    }
}
