using System.Runtime.InteropServices;

namespace SupTickets.LibTorch;

/// <summary>
/// Memory that was freed and that the process keeps all the same: the collector keeps what large arrays left, and the C library, from which
/// libtorch takes its tensors, what lies below its first block still in use.
/// </summary>
internal static unsafe class FreedMemory
{
    private static readonly delegate* unmanaged<nuint, int> Trim = FindTrim();

    /// <summary>
    /// Gives it back to the system, which takes some hundredths of a second: for a point of a run after which much less is needed than
    /// before, such as the end of its initialisation.
    /// </summary>
    public static void GiveBack()
    {
        // In this mode the collector also gives back what it would keep for the next arrays.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (Trim is not null) _ = Trim(0);
    }

    // Only glibc has it.
    private static delegate* unmanaged<nuint, int> FindTrim() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim) ? (delegate* unmanaged<nuint, int>)trim : null;
}
