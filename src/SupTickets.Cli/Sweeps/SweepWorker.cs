using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Sweeps;

/// <summary>A run in a process of its own: libtorch's threads and random numbers belong to a process.</summary>
internal sealed class SweepWorker
{
    /// <summary>The option that makes a process a worker.</summary>
    public const string Option = "--worker";

    private const int LinesKept = 10;

    private readonly Process process;

    private SweepWorker(Process process) => this.process = process;

    /// <summary>Starts the run. Its progress and result arrive as messages, the last of them <see cref="WorkerMessage.Ended"/>.</summary>
    public static SweepWorker Start(SweepFolder folder, SweepRun run, int threads, BlockingCollection<WorkerMessage> messages)
    {
        string[] numbers = [run.Index.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture)];
        SweepWorker worker = new(ThisProgram.Start(["sweep", folder.Manifest, "--run", numbers[0], "--threads", numbers[1], Option]));
        _ = worker.Follow(run, messages);
        return worker;
    }

    /// <summary>
    /// The worker's side: runs in this process, reports to standard output, and stops with a checkpoint when the session is gone.
    /// </summary>
    public static int Serve(Terminal terminal, Stream parent, SweepFolder folder, SweepRun run, int threads)
    {
        using ParentWatch watch = new(parent);
        TorchLibrary.Load();
        using Interruption interruption = new(terminal, "stopping after this step, with a checkpoint");
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, watch.Token);
        try
        {
            SweepRunner.Run(
                folder, run, threads, EngineCostsFile.Current(terminal.Warn), [new WorkerProgress(terminal.Out, TimeProvider.System)],
                either.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (RunBusyException)
        {
            return ExitCode.Busy;
        }
    }

    /// <summary>Asks the run to finish its step, write a checkpoint and end.</summary>
    public void Stop() => process.StandardInput.Close();

    private async Task Follow(SweepRun run, BlockingCollection<WorkerMessage> messages)
    {
        Task<string> errors = LastLines(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (WorkerProgress.Parse(line) is var (step, total)) messages.Add(new WorkerMessage.Progress(run, step, total));
        }

        string said = await errors;
        await process.WaitForExitAsync();
        messages.Add(new WorkerMessage.Ended(run, process.ExitCode, said));
    }

    private static async Task<string> LastLines(StreamReader reader)
    {
        Queue<string> lines = new();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (lines.Count > LinesKept) lines.Dequeue();
        }

        return string.Join('\n', lines);
    }
}
