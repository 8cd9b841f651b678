using System.Globalization;
using System.Runtime.InteropServices;

namespace SupTickets.Cli;

/// <summary>The limits of the system for this process (<c>ulimit</c>).</summary>
/// <param name="OpenFiles">The most open files and pipes; null if unknown.</param>
/// <param name="AddressSpace">Bytes of address space; null where it is not limited.</param>
internal sealed partial record ProcessLimits(long? OpenFiles, long? AddressSpace)
{
    // Measured: eval of a small network ends at 80, runs at 96. Each loaded library counts.
    private const long LeastOpenFiles = 128;

    private const int OpenFilesLimit = 7, AddressSpaceLimit = 9, StandardError = 2;

    /// <summary>The limits of this process.</summary>
    public static ProcessLimits Current { get; } =
        OperatingSystem.IsLinux() ? new(Read(OpenFilesLimit), Read(AddressSpaceLimit)) : new(null, null);

    /// <summary>Why the program cannot work within these limits; null if it can.</summary>
    public string? Refusal => OpenFiles >= LeastOpenFiles ? null : OpenFiles is not { } files ? null : string.Create(
        CultureInfo.InvariantCulture, $"only {files} files may be open at a time (ulimit -n), and at least {LeastOpenFiles} are needed");

    /// <summary>What to add to a message about memory.</summary>
    public string OnMemory => AddressSpace is not { } bytes ? "" : string.Create(
        CultureInfo.InvariantCulture, $" (ulimit -v allows {bytes / 1e6:0} MB of address space; libtorch alone needs about 4000)");

    /// <summary>What to add to a message about open files.</summary>
    public string OnOpenFiles => OpenFiles is { } files ? string.Create(CultureInfo.InvariantCulture, $" (ulimit -n allows {files})") : "";

    /// <summary>Writes to standard error why the program ends. It uses no part of the runtime that would have to be loaded first.</summary>
    public static void Say(string message)
    {
        string line = $"suptickets: {message}\n";
        byte[] bytes = new byte[line.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)line[i];
        _ = WriteNative(StandardError, bytes, bytes.Length);
    }

    private static long? Read(int which)
    {
        ulong[] found = new ulong[2];
        return GetLimit(which, found) == 0 && found[0] <= long.MaxValue ? (long)found[0] : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int which, [Out] ulong[] softAndHard);

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteNative(int stream, byte[] bytes, nint count);
}
