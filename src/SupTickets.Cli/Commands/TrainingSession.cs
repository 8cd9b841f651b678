using SupTickets.Cli.Output;
using SupTickets.Experiments.Runs;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>What <c>train</c> and <c>resume</c> share: progress, the stop on Ctrl-C, and the figures at the end.</summary>
internal static class TrainingSession
{
    /// <param name="terminal">Where to write.</param>
    /// <param name="json">Whether standard output is kept for the one JSON document.</param>
    /// <param name="folder">The run folder, as soon as there is one.</param>
    /// <param name="train">Does the run.</param>
    public static int Run(
        Terminal terminal, bool json, Func<string?> folder,
        Func<IProgressView, IReadOnlyList<ITrainingObserver>, CancellationToken, RunSummary> train)
    {
        terminal.KeepResultInFiles();
        TorchLibrary.Load();
        using Interruption interruption = new(terminal, "stopping after this step, with a checkpoint");
        RunSummary summary;
        TrainingProgress? progress = null;
        try
        {
            summary = terminal.Watch(json, view =>
            {
                progress = new(view, TimeProvider.System, terminal.Explain);
                return train(view, [progress], interruption.Token);
            });
        }
        catch (OperationCanceledException)
        {
            (long done, long total) = progress?.Steps ?? (0, 0);
            string next = folder() is { } begun && File.Exists(Path.Combine(begun, "recipe.json"))
                ? $"cancelled after {Figures.Count(done)} of {Figures.Counted(total, "step")}, all of them saved; "
                    + $"go on with: suptickets resume {ShellWord.Of(begun)}"
                : "cancelled; nothing was written yet";
            terminal.Say($"suptickets: {next}");
            return ExitCode.Cancelled;
        }

        if (json) terminal.WriteJson(summary, ("folder", folder()!));
        else RunTable.Write(terminal, summary, folder()!);
        return ExitCode.Done;
    }
}
