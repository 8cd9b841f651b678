using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace SupTickets.Kernels.Vectors;

/// <summary>The processor, as it describes itself.</summary>
/// <param name="Name">Its brand, for people.</param>
/// <param name="Caches">
/// Its caches by the leaves of CPUID that list them (4, and 0x8000001D for AMD), nearest first: empty where it says that there are none, as
/// some virtual machines do; null where nobody can ask, as on ARM.
/// </param>
public sealed record Processor(string Name, IReadOnlyList<ProcessorCache>? Caches)
{
    // More leaves than any processor has: a hypervisor that never says "no more" must not hold us up.
    private const int MostCaches = 16;

    private const int ExtendedLeaves = unchecked((int)0x80000000), ExtendedFeatures = unchecked((int)0x80000001),
        AmdCaches = unchecked((int)0x8000001D);
    private const int FirstOfBrand = unchecked((int)0x80000002), LastOfBrand = unchecked((int)0x80000004), IntelCaches = 4;

    /// <summary>What CPUID answers for a leaf and a subleaf.</summary>
    internal delegate (int Eax, int Ebx, int Ecx, int Edx) CpuId(int leaf, int subleaf);

    /// <summary>The processor of this process.</summary>
    public static Processor Current { get; } = X86Base.IsSupported
        ? Read(X86Base.CpuId)
        : new(LinuxName() ?? $"{RuntimeInformation.ProcessArchitecture}", IsX86 ? [] : null);

    /// <summary>
    /// Whether it does not name both a first-level data cache and a second-level cache with a size. Libraries that plan their blocks by
    /// these then plan with zeros.
    /// </summary>
    public bool HidesCaches => Caches is not null && !(Knows(1) && Knows(2));

    private static bool IsX86 => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    /// <summary>The processor that answers so.</summary>
    internal static Processor Read(CpuId ask)
    {
        (int standard, int extended) = (ask(0, 0).Eax, ask(ExtendedLeaves, 0).Eax);
        bool Has(int leaf) => leaf >= 0 ? leaf <= standard : (uint)leaf <= (uint)extended && extended < 0;
        // AMD's own list is valid only where the topology extensions are announced.
        bool isAmd = Has(AmdCaches) && (ask(ExtendedFeatures, 0).Ecx & 1 << 22) != 0;
        ProcessorCache[] caches = isAmd ? CachesOf(ask, AmdCaches) : Has(IntelCaches) ? CachesOf(ask, IntelCaches) : [];
        return new((Has(LastOfBrand) ? Tidy(BrandOf(ask)) : null) ?? "a processor without a name", caches);
    }

    private static ProcessorCache[] CachesOf(CpuId ask, int leaf) =>
    [
        .. Enumerable.Range(0, MostCaches)
            .Select(subleaf => ask(leaf, subleaf)).TakeWhile(answer => (answer.Eax & 31) != 0).Select(answer => new ProcessorCache(
            answer.Eax >> 5 & 7,
            (answer.Eax & 31) switch { 1 => CacheKind.Data, 2 => CacheKind.Instructions, _ => CacheKind.Unified },
            // Ways, partitions, bytes of a line and sets, each told less one.
            ((answer.Ebx >> 22 & 1023) + 1L) * ((answer.Ebx >> 12 & 1023) + 1) * ((answer.Ebx & 4095) + 1) * ((uint)answer.Ecx + 1L),
            (answer.Eax >> 14 & 4095) + 1)),
    ];

    private static string BrandOf(CpuId ask)
    {
        StringBuilder brand = new();
        for (int leaf = FirstOfBrand; leaf <= LastOfBrand; leaf++)
        {
            (int a, int b, int c, int d) = ask(leaf, 0);
            foreach (int part in (int[])[a, b, c, d]) brand.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(part)));
        }

        return brand.ToString().Split('\0')[0];
    }

    // Where the processor does not tell, Linux may know.
    private static string? LinuxName()
    {
        const string List = "/proc/cpuinfo";
        try
        {
            if (!File.Exists(List)) return null;
            string? named = File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            return named is null ? null : Tidy(named[(named.IndexOf(':') + 1)..]);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Tidy(string name)
    {
        string tidy = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return tidy.Length == 0 ? null : tidy;
    }

    // A cache of one byte a line and one set is what an answer of zeros looks like.
    private bool Knows(int level) => Caches!.Any(cache => cache.Level == level && cache.HoldsData && cache.Bytes > 1024);
}
