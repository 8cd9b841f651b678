using System.Runtime.InteropServices;

namespace SupTickets.Cli;

/// <summary>
/// Standard input, output and error of this process, which the caller may have closed. A closed one is opened on the null device. Otherwise
/// the next file would get its number, and native libraries would write messages into that file.
/// </summary>
internal static partial class StandardStreams
{
    private const int GetFlags = 1, ClosedByStart = 1, ReadOnly = 0, WriteOnly = 1;

    /// <summary>Whether standard output leads anywhere.</summary>
    public static bool HasOutput { get; private set; } = true;

    /// <summary>Whether standard error leads anywhere.</summary>
    public static bool HasError { get; private set; } = true;

    /// <summary>Opens closed streams. It must be called before anything else opens a file.</summary>
    public static void Complete()
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = Complete(0, ReadOnly);
        (HasOutput, HasError) = (Complete(1, WriteOnly), Complete(2, WriteOnly));
    }

    // A stream inherited by this process stays open when another process is started; one that the runtime opened is closed.
    private static bool Complete(int stream, int mode)
    {
        int flags = Control(stream, GetFlags);
        if (flags < 0) _ = Open("/dev/null", mode);
        return flags == 0 || (flags > 0 && (flags & ClosedByStart) == 0);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int stream, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int mode);
}
