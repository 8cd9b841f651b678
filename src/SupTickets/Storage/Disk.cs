using System.Runtime.InteropServices;

namespace SupTickets.Storage;

/// <summary>
/// The machine's own disks. On Unix <see cref="FileStream.Flush(bool)"/> and <see cref="RandomAccess.FlushToDisk"/> report no error when
/// the system says that the data could not be written (measured: <c>fsync</c> with EIO). So the system is called directly and its answer
/// checked.
/// </summary>
internal sealed partial class Disk : IDisk
{
    // These errors have the same numbers on Linux, macOS and the BSDs.
    private const int NotPermitted = 1, Interrupted = 4, AccessDenied = 13, Exists = 17, NothingToSync = 22, ReadOnlySystem = 30;

    private Disk()
    {
    }

    private static OSPlatform Here =>
        OperatingSystem.IsLinux() ? OSPlatform.Linux : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.FreeBSD;

    /// <summary>The one instance.</summary>
    public static Disk Native { get; } = new();

    /// <inheritdoc/>
    public void Sync(FileStream file)
    {
        file.Flush(flushToDisk: false);
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return;
        }

        Require(Answer(() => FSync((int)file.SafeFileHandle.DangerousGetHandle())), file.Name, "its contents could not be written to disk");
        // On macOS fsync ends at the drive's cache; .NET also flushes the drive.
        if (OperatingSystem.IsMacOS()) RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
        // Windows writes the names together with the file.
        if (OperatingSystem.IsWindows()) return;
        int handle = -1;
        int error = Answer(() => handle = Open(folder, 0));
        // A folder that may be written but not listed cannot be synced; its files were renamed all the same.
        if (error == AccessDenied) return;
        Require(error, folder, "the folder could not be opened");
        try
        {
            error = Answer(() => FSync(handle));
        }
        finally
        {
            _ = Close(handle);
        }

        Require(error, folder, "the names in it could not be written to disk");
    }

    /// <summary>
    /// Gives a file a name that does not exist yet: of several calls at once exactly one succeeds. On Unix,
    /// <see cref="File.Move(string, string, bool)"/> without overwriting first checks whether the name is free and then renames, so that of
    /// three at once three may succeed (observed).
    /// </summary>
    /// <returns>Whether the file has the name; otherwise it keeps its old one.</returns>
    /// <exception cref="IOException">The file cannot have that name for another reason.</exception>
    internal static bool TryMoveNew(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
        {
            int error = Answer(() => Link(from, to));
            if (error == Exists) return false;
            if (error == 0)
            {
                File.Delete(from);
                return true;
            }

            if (!HasNoSecondNames(error, Here)) throw new IOException($"{to}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the error means that the file system has no hard links, as FAT and many that are mounted by FUSE. There the file is moved
    /// instead.
    /// </summary>
    /// <param name="error">The number of the error of <c>link</c>.</param>
    /// <param name="system">Whose number it is.</param>
    internal static bool HasNoSecondNames(int error, OSPlatform system) =>
        error == NotPermitted || error == (system == OSPlatform.Linux ? 38 : 78) || IsUnsupported(error, system);

    /// <summary>Whether the error means that this kind of file does not support the operation.</summary>
    /// <inheritdoc cref="HasNoSecondNames"/>
    internal static bool IsUnsupported(int error, OSPlatform system) =>
        system == OSPlatform.Linux ? error == 95 : error == 45 || (system == OSPlatform.OSX && error == 102);

    /// <summary>Throws where the system's answer means that data may be lost.</summary>
    /// <param name="error">The number of the error; zero for none.</param>
    /// <param name="path">What was to be written.</param>
    /// <param name="what">What failed, in words for the user.</param>
    /// <exception cref="IOException">The error is one of the disk. (Files that need no syncing give errors that are ignored.)</exception>
    internal static void Require(int error, string path, string what)
    {
        // Devices, pipes and some network file systems cannot be synced, and answer so.
        if (error is 0 or NothingToSync or ReadOnlySystem || IsUnsupported(error, Here)) return;
        throw new IOException($"{path}: {what}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private static int Answer(Func<int> call)
    {
        while (call() < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) return error;
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
