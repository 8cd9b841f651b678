using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Who_waits_says_so_once_and_gets_the_lock_when_it_is_free()
    {
        int said = 0;
        FileLock held = FileLock.TryTake(scratch["lock"])!;
        Task<FileLock> waiting = Task.Run(
            () => FileLock.Take(scratch["lock"], () => Interlocked.Increment(ref said), CancellationToken.None));
        while (Volatile.Read(ref said) == 0) await Task.Delay(1);
        Assert.Null(FileLock.TryTake(scratch["lock"]));
        held.Dispose();
        using (await waiting) Assert.Null(FileLock.TryTake(scratch["lock"]));
        Assert.Equal(1, said);
        using FileLock free = FileLock.Take(scratch["lock"], () => Assert.Fail("it is free"), CancellationToken.None);
    }

    [Fact]
    public void Waiting_can_be_stopped()
    {
        using FileLock held = FileLock.TryTake(scratch["lock"])!;
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => FileLock.Take(scratch["lock"], stop.Cancel, stop.Token));
    }
}
