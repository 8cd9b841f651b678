using SupTickets.Cli.Output;
using SupTickets.Reports;
using SupTickets.Training;

namespace SupTickets.Cli.Commands;

/// <summary>What <c>train</c> and <c>resume</c> share: progress, the stop on Ctrl-C, and the figures at the end.</summary>
internal static class TrainingSession
{
    /// <param name="terminal">Where to write.</param>
    /// <param name="json">Whether standard output is kept for the one JSON document.</param>
    /// <param name="folder">The run folder, as soon as there is one.</param>
    /// <param name="train">Does the run.</param>
    public static int Run(
        Terminal terminal, bool json, Func<string?> folder, Func<IProgressView, IReadOnlyList<ITrainingObserver>, CancellationToken, RunSummary> train)
    {
        TorchLibrary.Load();
        using Interruption interruption = new(terminal, "stopping after this step, with a checkpoint");
        RunSummary summary;
        try
        {
            summary = terminal.Watch(json, view => train(view, [new TrainingProgress(view, TimeProvider.System, terminal.Explain)], interruption.Token));
        }
        catch (OperationCanceledException)
        {
            string next = folder() is { } begun && Directory.Exists(begun) ? $"go on with: suptickets resume {begun}" : "nothing was written yet";
            terminal.Error.WriteLine($"suptickets: cancelled; {next}");
            return ExitCode.Cancelled;
        }

        if (json) terminal.WriteJson(summary, ("folder", folder()!));
        else RunTable.Write(terminal, summary, folder()!);
        return ExitCode.Done;
    }
}
