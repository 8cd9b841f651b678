using SupTickets.Kernels.Convolution;

namespace SupTickets.Tests.Kernels.Convolution;

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

    [Fact]
    public void Memory_grows_to_the_most_that_was_asked_for()
    {
        const int Some = 1 << 19, More = 1 << 20;
        using KernelScratch scratch = new(threads: 2);
        scratch.OfWorker(1, Some);
        scratch.Values(Some);
        scratch.Offsets(More);
        scratch.Offsets(Some);
        scratch.Bounds(Some);
        scratch.Partial(Some);
        Assert.Equal(4 * ((4L * Some) + More), scratch.Bytes);
        scratch.Offsets(More)[More - 1] = 1;
        scratch.Partial(More)[More - 1] = 1;
        Assert.Equal(4 * ((3L * Some) + (2L * More)), scratch.Bytes);
    }
}
