using System.Runtime.InteropServices;
using SupTickets.Cli.Output;

namespace SupTickets.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancelled token, once; the second signal ends the process as if nobody listened.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Terminal terminal;
    private readonly string consequence;

    /// <summary>Listens until disposed; at the first signal it says what will happen.</summary>
    public Interruption(Terminal terminal, string consequence)
    {
        (this.terminal, this.consequence) = (terminal, consequence);
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }) registrations.Add(PosixSignalRegistration.Create(signal, On));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) return;
        context.Cancel = true;
        terminal.Say($"suptickets: {consequence}; a second signal ends it at once");
        source.Cancel();
    }
}
