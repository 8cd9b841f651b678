using SupTickets.Kernels.Threads;

namespace SupTickets.Tests.Kernels.Threads;

public sealed class TeamTests
{
    // A lost item shows as a test that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Every_item_is_done_once_and_no_two_at_once_have_the_same_number()
    {
        for (int threads = 1; threads <= 5; threads++)
        {
            for (int items = 0; items <= 50; items++)
            {
                int[] done = new int[items];
                int[] busy = new int[threads];
                int shared = 0;
                Team.Run(threads, items, (item, worker) =>
                {
                    if (Interlocked.Increment(ref busy[worker]) > 1) Interlocked.Increment(ref shared);
                    Interlocked.Increment(ref done[item]);
                    Interlocked.Decrement(ref busy[worker]);
                });
                Assert.All(done, times => Assert.Equal(1, times));
                Assert.Equal(0, shared);
            }
        }
    }

    [Fact]
    public void Two_items_run_at_the_same_time()
    {
        // Tests beside this one may have the workers at any one moment, but not at every one.
        bool met = false;
        for (int attempt = 0; attempt < 200 && !met; attempt++)
        {
            using CountdownEvent both = new(2);
            Team.Run(2, 2, (_, _) =>
            {
                both.Signal();
                if (both.Wait(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken)) met = true;
            });
        }

        Assert.True(met);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_failure_in_an_item_reaches_the_caller_and_the_team_works_on(int threads)
    {
        for (int failing = 0; failing < 20; failing++)
        {
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Team.Run(threads, 20, (item, _) =>
            {
                if (item == failing) throw new InvalidOperationException($"item {item}");
            }));
            Assert.Equal($"item {failing}", failure.Message);
            Assert.Equal(20, Done(threads, 20));
        }
    }

    [Fact]
    public void When_every_item_fails_the_caller_gets_one_of_the_failures()
    {
        Assert.Throws<InvalidOperationException>(() => Team.Run(3, 30, (_, _) => throw new InvalidOperationException("each")));
        Assert.Equal(30, Done(3, 30));
    }

    [Fact]
    public async Task Items_may_run_items_of_their_own()
    {
        int[] done = new int[6 * 7];
        await Task.Run(Nested, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.All(done, times => Assert.Equal(500, times));

        void Nested()
        {
            for (int round = 0; round < 500; round++)
                Team.Run(3, 6, (outer, _) => Team.Run(3, 7, (inner, _) => Interlocked.Increment(ref done[(outer * 7) + inner])));
        }
    }

    [Fact]
    public async Task Several_callers_at_once_each_get_all_of_their_items()
    {
        Task<int>[] callers = [
            .. Enumerable.Range(2, 4).Select(threads => Task.Run(() => Enumerable.Range(0, 300).Sum(_ => Done(threads, 20))))];
        int[] done = await Task.WhenAll(callers).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.All(done, items => Assert.Equal(300 * 20, items));
    }

    private static int Done(int threads, int items)
    {
        int done = 0;
        Team.Run(threads, items, (_, _) => Interlocked.Increment(ref done));
        return done;
    }
}
