using static TorchSharp.torch;

namespace SupTickets.Tests;

public sealed class TorchThreadsTests
{
    [Fact]
    public void A_test_begins_with_one_thread_whatever_its_thread_had_before() => Assert.Equal(1, get_num_threads());

    [Fact]
    public async Task So_does_one_that_waits()
    {
        Assert.Equal(1, get_num_threads());
        await Task.Yield();
    }
}
