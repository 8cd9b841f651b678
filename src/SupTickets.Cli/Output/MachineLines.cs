using System.Globalization;
using SupTickets.Experiments.Benchmarks;
using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;

namespace SupTickets.Cli.Output;

/// <summary>The machine of a benchmark in lines for people.</summary>
internal static class MachineLines
{
    /// <summary>The processor with cores, memory and caches; vectors and threads; libtorch.</summary>
    public static IEnumerable<string> Of(BenchmarkMachine machine)
    {
        string memory = string.Create(CultureInfo.InvariantCulture, $"{machine.MemoryBytes / (double)(1 << 30):0.0} GiB");
        yield return $"on {machine.Processor.Name}: {Figures.Counted(machine.Cores, "core")}, {memory} of memory, "
            + $"caches {Caches(machine.Processor)}";
        yield return $"vectors of {machine.VectorBits} bits, {Figures.Counted(machine.Threads, "thread")}";
        yield return $"{machine.LibTorch}; check: {Check(machine.LibTorch)}";
    }

    /// <summary>
    /// Whether libtorch's convolutions were found right: <c>passed</c> by how they are computed now, <c>failed</c> by oneDNN, which is off
    /// since then, or <c>none</c> where none was checked.
    /// </summary>
    public static string Check(LibTorchState state) => state.HasFailed ? "failed" : state.Checked > 0 ? "passed" : "none";

    /// <summary>What a cache holds, in one word.</summary>
    public static string Kind(CacheKind kind) => kind switch
    {
        CacheKind.Data => "data",
        CacheKind.Instructions => "instructions",
        _ => "unified",
    };

    private static string Caches(Processor processor) => processor.Caches is not { } caches || processor.HidesCaches ? "unknown"
        : string.Join(", ", caches.Select(cache =>
            $"{Size(cache.Bytes)} level {cache.Level} {Kind(cache.Kind)} for {Figures.Counted(cache.Threads, "thread")}"));

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
