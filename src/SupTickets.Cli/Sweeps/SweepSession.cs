using System.Collections.Concurrent;
using System.Globalization;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Sweeps;

/// <summary>Runs the rest of a sweep, several runs at a time, each in a process of its own.</summary>
/// <param name="folder">The sweep.</param>
/// <param name="workers">Runs at a time.</param>
/// <param name="threads">Threads of a run whose recipe leaves their number open.</param>
/// <param name="retryFailed">Whether failed runs are tried again.</param>
/// <param name="time">Measures how long the rest will take.</param>
/// <param name="chosen">The runs that are to be done; null for all.</param>
/// <param name="finished">Told of each run that has finished, before another takes its place; null where nobody asks.</param>
internal sealed class SweepSession(
    SweepFolder folder, int workers, int threads, bool retryFailed, TimeProvider time, IReadOnlyList<SweepRun>? chosen = null,
    Action<SweepRun, IProgressView>? finished = null)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1), BusyPause = TimeSpan.FromSeconds(1);

    private readonly SweepQueue queue = new(folder.Sweep, folder.StateOf, retryFailed, chosen);
    private readonly IReadOnlyList<SweepRun> all = chosen ?? folder.Sweep.Runs;
    private readonly BlockingCollection<WorkerMessage> messages = [];
    private readonly Dictionary<string, SweepWorker> active = [];
    private readonly Dictionary<string, double> shares = [];
    private readonly HashSet<string> busy = [];
    private readonly long started = time.GetTimestamp();
    private double before;
    private bool stopping;

    /// <summary>Returns when no run is left that can start.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; every run that had begun has a checkpoint.</exception>
    public void Run(IProgressView view, CancellationToken cancel)
    {
        using CancellationTokenRegistration registration = cancel.Register(() => messages.Add(new WorkerMessage.Stop()));
        before = all.Count(run => queue.StateOf(run) == SweepRunState.Finished);
        while (true)
        {
            while (!stopping && active.Count < workers && queue.Take() is { } run) Start(run, view);
            if (active.Count == 0 && (stopping || busy.Count == 0)) break;
            if (messages.TryTake(out WorkerMessage? message, Refresh)) On(message, view);
            view.Show(Done() / all.Count, Status());
        }

        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>The state of a run.</summary>
    public SweepRunState StateOf(SweepRun run) => queue.StateOf(run);

    /// <summary>Why a run is not finished; null if that is not known.</summary>
    public string? ReasonOf(SweepRun run) => queue.StateOf(run) switch
    {
        SweepRunState.Finished => null,
        SweepRunState.Failed => folder.FailureOf(run)?.Words,
        _ => queue.Missing(run) is [var missing, ..] ? $"needs {missing.Name}, which has not finished" : null,
    };

    private void Start(SweepRun run, IProgressView view)
    {
        if (!busy.Contains(run.Name)) view.Say($"{(queue.StateOf(run) == SweepRunState.Waiting ? "start   " : "go on   ")}  {run.Name}");
        active.Add(run.Name, SweepWorker.Start(folder, run, threads, messages));
    }

    private void On(WorkerMessage message, IProgressView view)
    {
        switch (message)
        {
            case WorkerMessage.Stop:
                stopping = true;
                foreach (SweepWorker worker in active.Values) worker.Stop();
                break;
            case WorkerMessage.Progress progress:
                shares[progress.Run.Name] = (double)progress.Step / Math.Max(1, progress.Total);
                break;
            case WorkerMessage.Again again:
                queue.Return(again.Run);
                break;
            case WorkerMessage.Ended ended:
                active.Remove(ended.Run.Name);
                On(ended, view);
                break;
        }
    }

    private void On(WorkerMessage.Ended ended, IProgressView view)
    {
        SweepRun run = ended.Run;
        shares.Remove(run.Name);
        if (ended.ExitCode == ExitCode.Busy)
        {
            if (busy.Add(run.Name)) view.Say($"waiting   {run.Name}: another process is working on it");
            _ = Task.Delay(BusyPause).ContinueWith(_ => messages.Add(new WorkerMessage.Again(run)), TaskScheduler.Default);
            return;
        }

        busy.Remove(run.Name);
        SweepRunState state = folder.StateOf(run);
        // A run ended by a signal goes on at the next request. A run that ended by itself without a result has crashed.
        if (state is SweepRunState.Waiting or SweepRunState.Unfinished && !IsSignal(ended.ExitCode))
        {
            folder.RecordFailure(run, new($"its process ended with code {ended.ExitCode}: {ended.Errors}", time.GetUtcNow()));
            state = SweepRunState.Failed;
        }

        queue.Tell(run, state);
        view.Say(state switch
        {
            SweepRunState.Finished => $"finished  {run.Name}  {Result(RunFolder.Open(folder.FolderOf(run)).ReadMetrics())}",
            SweepRunState.Failed => $"failed    {run.Name}: {folder.FailureOf(run)?.Words}",
            _ => $"stopped   {run.Name}, by a signal",
        });
        if (state == SweepRunState.Finished) finished?.Invoke(run, view);
    }

    // 128 and the number of a signal that asks or forces a process to end: SIGHUP, SIGINT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM, SIGXCPU. The
    // others are crashes.
    private static bool IsSignal(int code) => code is 129 or 130 or 137 or 138 or 140 or 143 or 152;

    private static string Result(RunSummary summary)
    {
        string accuracy = (summary.Superposed?.Metrics ?? summary.Network)?.Top1 is { } share ? $"accuracy {Figures.Percent(share)}  " : "";
        return $"{accuracy}{Figures.Duration(summary.Seconds)}";
    }

    private double Done() => all.Count(run => queue.StateOf(run) == SweepRunState.Finished) + shares.Values.Sum();

    private string Status()
    {
        SweepRun[] runs = [.. all];
        int finished = runs.Count(run => queue.StateOf(run) == SweepRunState.Finished), failed = runs.Count(
            run => queue.StateOf(run) == SweepRunState.Failed && !active.ContainsKey(run.Name));
        string unsuccessful = failed > 0 ? $", {failed} failed" : "";
        string going = string.Join(", ", active.Keys.Select(
            name => string.Create(CultureInfo.InvariantCulture, $"{name} {Math.Floor(100 * shares.GetValueOrDefault(name)):0} %")));
        double gained = Done() - before;
        string left = gained > 0
            ? $"  {Figures.Duration(time.GetElapsedTime(started).TotalSeconds / gained * (runs.Length - failed - Done()))} left"
            : "";
        return $"{finished} of {runs.Length} finished{unsuccessful}  {going}{left}";
    }
}
