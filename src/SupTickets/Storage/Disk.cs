using System.Runtime.InteropServices;

namespace SupTickets.Storage;

/// <summary>
/// The machine's own disks. <see cref="FileStream.Flush(bool)"/> and <see cref="RandomAccess.FlushToDisk"/> return on Unix as if all were
/// well when the system says that the data could not be written (measured: <c>fsync</c> with EIO), so the system is asked directly and its
/// answer is looked at.
/// </summary>
internal sealed partial class Disk : IDisk
{
    // The same numbers on Linux, macOS and the BSDs.
    private const int NotPermitted = 1, Interrupted = 4, AccessDenied = 13, Exists = 17, NothingToSync = 22, ReadOnlySystem = 30;

    private Disk()
    {
    }

    private static OSPlatform Here =>
        OperatingSystem.IsLinux() ? OSPlatform.Linux : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.FreeBSD;

    /// <summary>The one there is.</summary>
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
        // There fsync ends at the drive's cache; .NET also asks the drive.
        if (OperatingSystem.IsMacOS()) RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
        // Windows writes names with the file.
        if (OperatingSystem.IsWindows()) return;
        int handle = -1;
        int error = Answer(() => handle = Open(folder, 0));
        // A folder that may be written and not listed cannot be asked; what it holds was renamed all the same.
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
    /// Gives a file a name that nothing has yet: of several that do so at once one succeeds. <see cref="File.Move(string, string, bool)"/>
    /// without overwriting looks on Unix whether the name is free and then renames over it, so that of three at once three may succeed
    /// (seen).
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
    /// Whether a file system that answers so has no second names for files, such as FAT and many that are mounted by FUSE: there, moving
    /// is what remains.
    /// </summary>
    /// <param name="error">The number of the error of <c>link</c>.</param>
    /// <param name="system">Whose number it is.</param>
    internal static bool HasNoSecondNames(int error, OSPlatform system) =>
        error == NotPermitted || error == (system == OSPlatform.Linux ? 38 : 78) || IsUnsupported(error, system);

    /// <summary>Whether the system says that this kind of file does not support what was asked.</summary>
    /// <inheritdoc cref="HasNoSecondNames"/>
    internal static bool IsUnsupported(int error, OSPlatform system) =>
        system == OSPlatform.Linux ? error == 95 : error == 45 || (system == OSPlatform.OSX && error == 102);

    /// <summary>Throws where the system's answer means that data may be lost.</summary>
    /// <param name="error">The number of the error; zero for none.</param>
    /// <param name="path">What was to be written.</param>
    /// <param name="what">What did not happen, for people.</param>
    /// <exception cref="IOException">The error is one of the disk, and not that there is nothing to wait for.</exception>
    internal static void Require(int error, string path, string what)
    {
        // Devices, pipes and some network file systems have nothing to wait for, and say so.
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
