using System.Runtime.InteropServices;
using SupTickets.Cli.Output;

namespace SupTickets.Cli;

/// <summary>
/// Turns signals that ask a process to stop into a cancelled token: Ctrl-C, SIGTERM, the signal of a closed terminal, and warnings of
/// schedulers. A second Ctrl-C or SIGTERM ends the process at once. Other signals do not count as a second one: a closed terminal sends its
/// signal more than once, and SIGTERM follows a scheduler's warning.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Terminal terminal;
    private readonly string consequence;
    private int orders;

    /// <summary>Listens until disposed; at the first signal it writes what will happen.</summary>
    public Interruption(Terminal terminal, string consequence)
    {
        (this.terminal, this.consequence) = (terminal, consequence);
        foreach (PosixSignal signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            registrations.Add(PosixSignalRegistration.Create(signal, OnOrder));
        foreach (PosixSignal signal in Warnings()) registrations.Add(PosixSignalRegistration.Create(signal, OnWarning));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }

    // SIGUSR1, SIGUSR2 and SIGXCPU have no names in .NET, and other numbers on macOS.
    private static IEnumerable<PosixSignal> Warnings() =>
        OperatingSystem.IsLinux() ? [PosixSignal.SIGHUP, (PosixSignal)10, (PosixSignal)12, (PosixSignal)24]
        : OperatingSystem.IsMacOS() ? [PosixSignal.SIGHUP, (PosixSignal)30, (PosixSignal)31, (PosixSignal)24]
        : [PosixSignal.SIGHUP];

    private void OnOrder(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref orders) > 1) return;
        OnWarning(context);
    }

    private void OnWarning(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested) return;
        // Cancelled first, since writing to a terminal that is gone may fail or hang.
        source.Cancel();
        try
        {
            terminal.Say($"suptickets: {consequence}; a second Ctrl-C or SIGTERM ends it at once");
        }
        catch (IOException)
        {
            // Nobody is there to read the message.
        }
    }
}
