using System.Text;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Vectors;

/// <summary>Processors are read from the answers of CPUID, which are written down here; each EAX, EBX, ECX, EDX.</summary>
public sealed class ProcessorTests
{
    private const int Extended = unchecked((int)0x80000000), Features = unchecked((int)0x80000001), Brand = unchecked((int)0x80000002);
    private const int AmdCaches = unchecked((int)0x8000001D), TopologyExtensions = 1 << 22;

    // 48 KiB in 12 ways, 64 bytes a line, 64 sets; then 32 KiB of instructions; then 1 MiB in 16 ways, 1024 sets; shared by two threads
    // each.
    private static readonly (int, int, int, int)[] ThreeCaches =
    [
        (0x4121, 11 << 22 | 63, 63, 0), (0x4122, 7 << 22 | 63, 63, 0), (0x4143, 15 << 22 | 63, 1023, 0), (0, 0, 0, 0),
    ];

    [Fact]
    public void A_virtual_machine_that_answers_with_zeros_hides_its_caches()
    {
        Processor processor = Processor.Read(Answers(standard: 13, features: 0x440001F1 & ~TopologyExtensions, intel: [], amd: []));
        Assert.Empty(processor.Caches!);
        Assert.True(processor.HidesCaches);
        Assert.Equal("AMD EPYC", processor.Name);
    }

    [Fact]
    public void Intel_lists_its_caches_in_leaf_four()
    {
        Processor processor = Processor.Read(Answers(standard: 22, features: 0, intel: ThreeCaches, amd: []));
        Assert.Equal(
            [
                new(1, CacheKind.Data, 48 << 10, 2), new(1, CacheKind.Instructions, 32 << 10, 2), new(2, CacheKind.Unified, 1 << 20, 2),
            ],
            processor.Caches!);
        Assert.False(processor.HidesCaches);
    }

    [Theory]
    [InlineData(TopologyExtensions, 3)]
    [InlineData(0, 0)]
    public void Amd_lists_them_in_a_leaf_of_its_own_where_it_says_so(int features, int caches)
    {
        Processor processor = Processor.Read(Answers(standard: 13, features, intel: [], amd: ThreeCaches));
        Assert.Equal((caches, caches == 0), (processor.Caches!.Count, processor.HidesCaches));
    }

    [Fact]
    public void A_first_level_alone_is_not_enough()
    {
        Assert.True(Processor.Read(Answers(22, 0, intel: ThreeCaches[..1], amd: [])).HidesCaches);
        Assert.True(Processor.Read(Answers(22, 0, intel: [.. ThreeCaches[..1], (0x4143, 0, 0, 0)], amd: [])).HidesCaches);
    }

    [Fact]
    public void A_list_that_does_not_end_is_given_up() =>
        Assert.Equal(
            16, Processor.Read((leaf, subleaf) => leaf switch { 0 => (4, 0, 0, 0), 4 => ThreeCaches[0], _ => default }).Caches!.Count);

    [Fact]
    public void A_processor_of_long_ago_has_no_list() =>
        Assert.True(Processor.Read((leaf, _) => leaf == 0 ? (1, 0, 0, 0) : default).HidesCaches);

    [Fact]
    public void Where_nobody_can_ask_nothing_is_hidden() => Assert.False(new Processor("Arm64", Caches: null).HidesCaches);

    [Fact]
    public void This_processor_can_be_read()
    {
        Assert.NotEmpty(Processor.Current.Name);
        Assert.All(Processor.Current.Caches ?? [], cache => Assert.InRange(cache.Level, 1, 4));
    }

    private static Processor.CpuId Answers(int standard, int features, (int, int, int, int)[] intel, (int, int, int, int)[] amd) =>
        (leaf, subleaf) => leaf switch
    {
        0 => (standard, 0, 0, 0),
        4 => subleaf < intel.Length ? intel[subleaf] : default,
        Extended => (unchecked((int)0x80000021), 0, 0, 0),
        Features => (0, 0, features, 0),
        Brand => (Letters("AMD "), Letters("EPYC"), 0, 0),
        AmdCaches => subleaf < amd.Length ? amd[subleaf] : default,
        _ => default,
    };

    private static int Letters(string four) => BitConverter.ToInt32(Encoding.ASCII.GetBytes(four));
}
