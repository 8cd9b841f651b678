using System.Runtime.InteropServices;

namespace SupTickets.LibTorch;

/// <summary>
/// Memory that was freed and that the process keeps all the same: the collector keeps what large arrays left, and the C library, from which
/// libtorch takes its tensors, what lies below its first block still in use.
/// </summary>
internal static unsafe class FreedMemory
{
    private const long Worthwhile = 16 << 20;

    private static readonly delegate* unmanaged<nuint, int> Trim = FindTrim();
    private static long collectedAt;

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

    /// <summary>
    /// Collects large arrays that nobody holds any more, if some megabytes were allocated since this was last called: what an update of the
    /// topology leaves would else lie beside that of the next ones until the collector finds it worth its while.
    /// </summary>
    public static void Collect()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - Interlocked.Read(ref collectedAt) < Worthwhile) return;
        Interlocked.Exchange(ref collectedAt, allocated);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
    }

    // Only glibc has it.
    private static delegate* unmanaged<nuint, int> FindTrim() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim) ? (delegate* unmanaged<nuint, int>)trim : null;
}
