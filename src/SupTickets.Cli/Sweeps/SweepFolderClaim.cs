using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Sweeps;

/// <summary>
/// Claims the folder of a sweep for this process. If its data was moved, this process or another one checks the data first. That may take
/// long, and can be stopped.
/// </summary>
internal static class SweepFolderClaim
{
    /// <summary>The folder; null if the user stopped it, after a message.</summary>
    public static SweepFolder? Take(Terminal terminal, string path, Sweep sweep)
    {
        using Interruption interruption = new(terminal, "stopping before a run starts");
        try
        {
            SweepFolder folder = SweepRunner.Take(path, sweep, () => terminal.Say(
                $"suptickets: waiting for another process, which looks in '{path}' whether moved data is the same"), interruption.Token);
            // A signal that came too late to stop this must not be lost.
            interruption.Token.ThrowIfCancellationRequested();
            return folder;
        }
        catch (OperationCanceledException)
        {
            terminal.Say("suptickets: cancelled; no run was started, the same line goes on");
            return null;
        }
    }
}
