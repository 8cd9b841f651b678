using SupTickets.Kernels;

namespace SupTickets.Tests.Kernels;

public sealed unsafe class KernelScratchTests
{
    [Fact]
    public void What_workers_share_grows_is_given_back_and_grows_again_and_their_own_stays()
    {
        using KernelScratch scratch = new(threads: 2);
        scratch.OfWorker(1, 100);
        scratch.Values(1000);
        scratch.Offsets(3000);
        scratch.Offsets(2000);
        Assert.Equal(4 * (100 + 1000 + 3000), scratch.Bytes);
        scratch.ReleaseShared();
        scratch.ReleaseShared();
        Assert.Equal(4 * 100, scratch.Bytes);
        scratch.Offsets(7)[6] = 1;
        scratch.Values(5)[4] = 1;
        Assert.Equal(4 * (100 + 12), scratch.Bytes);
    }
}
