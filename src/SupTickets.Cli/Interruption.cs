using System.Runtime.InteropServices;
using SupTickets.Cli.Output;

namespace SupTickets.Cli;

/// <summary>
/// Turns the signals that ask a process to stop into a cancelled token: Ctrl-C and SIGTERM, that of a closed terminal, and those that
/// schedulers send as a warning. A second Ctrl-C or SIGTERM ends the process as if nobody listened. The others do not count as a second
/// one: a terminal that is closed sends its signal more than once, and after a scheduler's warning SIGTERM follows.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Terminal terminal;
    private readonly string consequence;
    private int orders;

    /// <summary>Listens until disposed; at the first signal it says what will happen.</summary>
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
        // First, lest a terminal that is gone keep the message, and with it the stop.
        source.Cancel();
        try
        {
            terminal.Say($"suptickets: {consequence}; a second Ctrl-C or SIGTERM ends it at once");
        }
        catch (IOException)
        {
            // Nobody is there to read it.
        }
    }
}
