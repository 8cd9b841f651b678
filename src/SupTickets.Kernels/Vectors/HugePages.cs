using System.Runtime.InteropServices;

namespace SupTickets.Kernels.Vectors;

/// <summary>
/// Pages of 2 MiB for large memory, where the system grants them on request only, as Linux does by default. A connection reads a few
/// lines from anywhere in a packed tile: with pages of 4 KiB the processor's address translation becomes the limit, above all in a virtual
/// machine, where each miss walks two tables.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>Bytes of a page.</summary>
    public const nuint Size = 2 << 20;

    private const int AdviceHugePage = 14;

    /// <summary>Whether memory of so many bytes should start and end at a huge page.</summary>
    public static bool Suit(nuint bytes) => bytes >= Size / 2 && OperatingSystem.IsLinux();

    /// <summary>Asks for huge pages. Only advice: whether the system grants them or not, nothing but the speed changes.</summary>
    public static void Request(void* memory, nuint bytes) => _ = Advise(memory, bytes, AdviceHugePage);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* memory, nuint bytes, int advice);
}
