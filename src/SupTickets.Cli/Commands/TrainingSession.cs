using SupTickets.Cli.Output;
using SupTickets.Reports;
using SupTickets.Training;

namespace SupTickets.Cli.Commands;

/// <summary>What <c>train</c> and <c>resume</c> share: progress, the stop on Ctrl-C, and the figures at the end.</summary>
internal static class TrainingSession
{
    public static int Run(Terminal terminal, bool json, string folder, Func<IReadOnlyList<ITrainingObserver>, CancellationToken, RunSummary> train)
    {
        TorchLibrary.Load();
        using Interruption interruption = new(terminal, "stopping after this step, with a checkpoint");
        RunSummary summary;
        try
        {
            summary = terminal.Watch(json, view => train([new TrainingProgress(view, TimeProvider.System, terminal.Explain)], interruption.Token));
        }
        catch (OperationCanceledException)
        {
            string next = Directory.Exists(folder) ? $"go on with: suptickets resume {folder}" : "nothing was written yet";
            terminal.Error.WriteLine($"suptickets: cancelled; {next}");
            return ExitCode.Cancelled;
        }

        if (json) terminal.WriteJson(summary, ("folder", folder));
        else RunTable.Write(terminal, summary, folder);
        return ExitCode.Done;
    }
}
