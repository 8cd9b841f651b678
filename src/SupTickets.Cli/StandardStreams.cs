using System.Runtime.InteropServices;

namespace SupTickets.Cli;

/// <summary>
/// Standard input, output and error of this process, which the caller may have closed. A closed one is opened on nothing: else the next
/// file that is opened would take its number, and messages of native libraries would be written into that file.
/// </summary>
internal static partial class StandardStreams
{
    private const int GetFlags = 1, ClosedByStart = 1, ReadOnly = 0, WriteOnly = 1;

    /// <summary>Whether standard output leads anywhere.</summary>
    public static bool HasOutput { get; private set; } = true;

    /// <summary>Whether standard error leads anywhere.</summary>
    public static bool HasError { get; private set; } = true;

    /// <summary>Opens what is closed. Must come before anything else opens a file.</summary>
    public static void Complete()
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = Complete(0, ReadOnly);
        (HasOutput, HasError) = (Complete(1, WriteOnly), Complete(2, WriteOnly));
    }

    // A stream that was handed to this process is not closed when another is started; what the runtime opened itself is.
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
