using SupTickets.Kernels;

namespace SupTickets.Tests.Kernels;

public sealed unsafe class KernelScratchTests
{
    [Fact]
    public void Memory_that_was_freed_is_made_anew()
    {
        using KernelScratch scratch = new(threads: 2);
        Use(scratch);
        scratch.Dispose();
        Assert.Equal(0, scratch.Bytes);
        Use(scratch);
    }

    private static void Use(KernelScratch scratch)
    {
        Assert.True(scratch.OfWorker(1, 20) is not null);
        Assert.True(scratch.Values(20) is not null);
        Assert.True(scratch.Offsets(20) is not null);
        Assert.True(scratch.Bytes >= 3 * 20 * sizeof(float));
    }
}
