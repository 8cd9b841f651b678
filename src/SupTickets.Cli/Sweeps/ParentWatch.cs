namespace SupTickets.Cli.Sweeps;

/// <summary>
/// Cancels when a pipe from the parent process ends. The parent closes it to stop the child, and the system closes it when the parent was
/// killed, of which no signal tells a child.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly Lock gate = new();
    private bool disposed;

    /// <summary>Watches the pipe until it ends.</summary>
    public ParentWatch(Stream pipe) => new Thread(() => WaitForEnd(pipe)) { IsBackground = true, Name = "parent watch" }.Start();

    public CancellationToken Token => gone.Token;

    public void Dispose()
    {
        lock (gate) disposed = true;
        gone.Dispose();
    }

    private void WaitForEnd(Stream pipe)
    {
        while (pipe.ReadByte() >= 0) { }
        lock (gate)
        {
            if (!disposed) gone.Cancel();
        }
    }
}
