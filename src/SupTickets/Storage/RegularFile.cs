using System.Runtime.InteropServices;
using SupTickets.Values;

namespace SupTickets.Storage;

/// <summary>
/// Opens regular files only. A pipe would keep its reader waiting for ever, a device has no end, and for a folder the system gives an error
/// that does not name it.
/// </summary>
internal static partial class RegularFile
{
    // Of statx(2): the same on every processor.
    private const int WorkingFolder = -100, ModeAt = 28, Length = 256;
    private const uint TypeWanted = 1;
    private const int KindMask = 0xF000, Regular = 0x8000, Folder = 0x4000;
    private const int Pipe = 0x1000, Socket = 0xC000, CharacterDevice = 0x2000, BlockDevice = 0x6000;

    /// <summary>Opens a file for reading. Readers do not lock the file, not even against writers.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <param name="bufferSize">Bytes of the stream's buffer; 0 for none.</param>
    /// <exception cref="InvalidDataException">It is no file: the message names what it is.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static FileStream OpenRead(string path, FileShare share = FileShare.Read, int bufferSize = 4096)
    {
        Require(path);
        return new(path, FileMode.Open, FileAccess.Read, share, bufferSize);
    }

    /// <summary>The whole text of a file.</summary>
    /// <exception cref="InvalidDataException">It is no file, or longer than <see cref="Limit.TextBytes"/>.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static string ReadText(string path)
    {
        using FileStream file = OpenRead(path);
        if (file.Length > Limit.TextBytes.Most) throw new InvalidDataException($"'{path}' has {file.Length} bytes; {Limit.TextBytes}");
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    /// <summary>Refuses what exists and is no file. A missing file passes: opening it gives that error.</summary>
    /// <exception cref="InvalidDataException">It is no file: the message names what it is.</exception>
    public static void Require(string path)
    {
        if (KindOf(path) is { } kind) throw new InvalidDataException($"'{path}' is {kind}; only regular files are read");
    }

    /// <summary>
    /// What is there instead of a file, in words: a folder, a pipe, a link that leads to nothing. Null for a file, and if there is nothing
    /// or it cannot be told.
    /// </summary>
    public static string? KindOf(string path)
    {
        if (Directory.Exists(path)) return "a folder";
        if (!OperatingSystem.IsLinux()) return BrokenLink(path);
        byte[] found = new byte[Length];
        if (Statx(WorkingFolder, path, flags: 0, TypeWanted, found) != 0) return BrokenLink(path);
        return (BitConverter.ToUInt16(found, ModeAt) & KindMask) switch
        {
            Regular => null,
            Pipe => "a pipe",
            Socket => "a socket",
            CharacterDevice or BlockDevice => "a device",
            Folder => "a folder",
            var other => $"of an unknown kind (0x{other:x})",
        };
    }

    // The system's error for these names neither link nor file.
    private static string? BrokenLink(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (file.LinkTarget is null) return null;
            return file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } ? null : "a link to what does not exist";
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return "a link that leads to itself or cannot be followed";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The runtime knows a file's permissions, not its kind.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, [Out] byte[] found);
}
