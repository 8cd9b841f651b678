using System.Runtime.InteropServices;

namespace SupTickets.Cli.Output;

/// <summary>
/// The present width of a terminal. .NET knows only that of standard output, but a progress bar may be drawn on standard error.
/// </summary>
internal static partial class TerminalWidth
{
    // TIOCGWINSZ of Linux.
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Cells in a line.</summary>
    /// <param name="descriptor">1 for standard output, 2 for standard error.</param>
    /// <param name="otherwise">The width if the system does not tell one.</param>
    public static int Of(int descriptor, int otherwise)
    {
        if (!OperatingSystem.IsLinux()) return otherwise;
        WindowSize size = default;
        return Control(descriptor, GetWindowSize, ref size) == 0 && size.Columns > 0 ? size.Columns : otherwise;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, nuint request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
