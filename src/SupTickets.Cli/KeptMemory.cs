using System.Runtime.InteropServices;

namespace SupTickets.Cli;

/// <summary>
/// What the C library does with memory that libtorch frees. By default glibc gives the larger pieces back to the system, and a training
/// step asks for them again: each page is cleared and mapped anew, which takes longer than computing with it.
/// </summary>
internal static partial class KeptMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3;

    // The largest piece that glibc takes from memory it keeps (32 MiB on 64 bits; larger ones it maps anew each time), and what it keeps at
    // the end of the heap.
    private const int LargestKept = 32 << 20, Kept = 1 << 30;

    // Whoever sets one of these has decided.
    internal static readonly string[] Decisions =
        ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_MMAP_MAX_", "GLIBC_TUNABLES"];

    /// <summary>Keeps it for the next step, where the C library is glibc and the environment says nothing else.</summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux() || Decisions.Any(name => Environment.GetEnvironmentVariable(name) is not null)) return;
        try
        {
            _ = Set(MapThreshold, LargestKept);
            _ = Set(TrimThreshold, Kept);
        }
        catch (Exception absent) when (absent is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, which decides by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(int parameter, int value);
}
