using SupTickets.Cli.Output;
using SupTickets.Experiments.Benchmarks;
using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;

namespace SupTickets.Tests.Cli.Output;

public sealed class MachineLinesTests
{
    private static readonly LibTorchState On = new(OneDnn: true, "trusted");

    [Fact]
    public void A_machine_is_told_with_its_caches_and_the_check_of_libtorch()
    {
        Processor processor = new("A CPU", [
            new(1, CacheKind.Data, 48 << 10, 2), new(1, CacheKind.Instructions, 32 << 10, 2), new(2, CacheKind.Unified, 1 << 20, 2)]);
        string[] lines = [
            .. MachineLines.Of(new(processor, 2, 1, 24L << 30, 512, On with { Checked = 3, LargestError = 2e-5 }, Speed: null))];
        Assert.Equal(
            "on A CPU: 2 cores, 24.0 GiB of memory, caches 48 KiB level 1 data for 2 threads, 32 KiB level 1 instructions for 2 threads, "
            + "1 MiB level 2 unified for 2 threads",
            lines[0]);
        Assert.Equal("vectors of 512 bits, 1 thread", lines[1]);
        Assert.Equal(
            "convolutions of libtorch: oneDNN (trusted); 3 checked against float64, largest error 2.0e-5; check: passed", lines[2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Caches_that_are_hidden_or_that_nobody_can_ask_for_are_unknown(bool canAsk)
    {
        BenchmarkMachine machine = new(new("A CPU", canAsk ? [] : null), 1, 1, 1L << 30, 256, On, Speed: null);
        Assert.EndsWith(", 1.0 GiB of memory, caches unknown", MachineLines.Of(machine).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_passed_failed_or_was_not_made()
    {
        Assert.Equal("none", MachineLines.Check(On));
        Assert.Equal("passed", MachineLines.Check(On with { Checked = 1 }));
        // Afterwards matrix products are checked, and pass.
        Assert.Equal("failed", MachineLines.Check(On with { OneDnn = false, HasFailed = true, Checked = 2 }));
    }
}
