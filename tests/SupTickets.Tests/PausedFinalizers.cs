using System.Runtime.CompilerServices;

namespace SupTickets.Tests;

/// <summary>
/// While one exists, no object of the process is finalized. TorchSharp's own optimizers and some of its modules make scalars that
/// nothing refers to during the native call (see Topology/Scalars.cs): a test that needs these as its oracle keeps them alive so.
/// </summary>
internal sealed class PausedFinalizers : IDisposable
{
    private static readonly Lock Gate = new();
    private static ManualResetEventSlim? resumed;
    private static int open;
    private bool isDisposed;

    public PausedFinalizers()
    {
        lock (Gate)
        {
            if (open++ > 0) return;
            // One of its own for each pause: the thread may still be on its way out of the one before.
            resumed = new();
            ManualResetEventSlim waits = new();
            LeaveBehind(waits, resumed);
            while (!waits.Wait(millisecondsTimeout: 20)) GC.Collect();
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (isDisposed) return;
            isDisposed = true;
            if (--open == 0) resumed!.Set();
        }
    }

    // In a method of its own, so that no variable of the caller's refers to it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveBehind(ManualResetEventSlim waits, ManualResetEventSlim resumed) => _ = new Blocker(waits, resumed);

    // Finalizers run one after the other on one thread: this one lets none past it.
    private sealed class Blocker(ManualResetEventSlim waits, ManualResetEventSlim resumed)
    {
        ~Blocker()
        {
            waits.Set();
            resumed.Wait();
        }
    }
}
