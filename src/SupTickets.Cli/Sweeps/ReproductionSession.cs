using System.Text.Json;
using SupTickets.Cli.Commands;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Sweeps;
using SupTickets.Storage;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Cli.Sweeps;

/// <summary>Does the runs of a reproduction, or some of them, and makes its table.</summary>
internal sealed class ReproductionSession(Terminal terminal, Reproduction reproduction, ReproductionScale scale)
{
    private readonly List<string> unkept = [];

    /// <summary>Runs at a time.</summary>
    public required int Workers { get; init; }

    /// <summary>Threads of a run whose recipe leaves their number open.</summary>
    public required int Threads { get; init; }

    /// <summary>After how many minutes the runs are stopped; 0 for no limit.</summary>
    public required int Minutes { get; init; }

    /// <summary>Whether failed runs are tried again.</summary>
    public required bool RetriesFailed { get; init; }

    /// <summary>Where what is small of finished runs is kept; null where it is not.</summary>
    public required string? Keep { get; init; }

    /// <summary>Whether the result is one JSON document.</summary>
    public required bool Json { get; init; }

    /// <summary>Does the chosen runs and writes the table of all that have finished.</summary>
    /// <returns>The exit code.</returns>
    public int Run(Sweep sweep, IReadOnlyList<SweepRun> chosen, string target)
    {
        KeptRuns known = Keep is null ? KeptRuns.Read("") : KeptRuns.Read(Keep);
        SweepRun[] left = [.. chosen.Where(run => !known.Has(run.Recipe))];
        SweepPreflight.Require(left, target);
        if (SweepFolderClaim.Take(terminal, target, sweep) is not { } folder) return ExitCode.Cancelled;
        // The folder's runs are those of the manifest, with the data where it was when they began.
        left = [.. left.Select(run => folder.Sweep[run.Name])];
        terminal.KeepResultInFiles();
        TextWriter notes = Json ? terminal.Error : terminal.Out;
        ReproduceCommand.Say(notes, reproduction, scale);
        int finished = chosen.Count - left.Count(run => folder.StateOf(run) != SweepRunState.Finished);
        notes.WriteLine($"{Counted.Of(chosen.Count, "run")}, {finished} finished -> {folder.Path}");
        notes.Flush();
        using Interruption interruption = new(terminal, "stopping each run after its step, with a checkpoint");
        using CancellationTokenSource time = new();
        if (Minutes > 0) time.CancelAfter(TimeSpan.FromMinutes(Minutes));
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, time.Token);
        ReproducedTable table;
        try
        {
            table = terminal.Watch(Json, view => Table(folder, left, view, either.Token));
        }
        catch (OperationCanceledException)
        {
            string why = interruption.Token.IsCancellationRequested ? "cancelled" : $"{Counted.Of(Minutes, "minute")} over";
            terminal.Say($"suptickets: {why}; {SweepOutcome.Saved(folder)}; the same line goes on");
            return ExitCode.Cancelled;
        }

        return Write(folder, left, table);
    }

    private ReproducedTable Table(SweepFolder folder, SweepRun[] left, IProgressView view, CancellationToken cancel)
    {
        void Finished(SweepRun run, IProgressView shown) => Kept(folder, run, shown, cancel);

        if (Keep is not null)
        {
            // Of an earlier process, which was stopped before they were kept.
            foreach (SweepRun run in left.Where(run => folder.StateOf(run) == SweepRunState.Finished)) Finished(run, view);
        }

        Action<SweepRun, IProgressView>? told = Keep is null ? null : Finished;
        if (Workers == 1) new LocalSession(folder, Threads, RetriesFailed, EngineCostsFile.Current, left, told).Run(view, cancel);
        else new SweepSession(folder, Workers, Threads, RetriesFailed, TimeProvider.System, left, told).Run(view, cancel);
        TorchLibrary.Load();
        if (Keep is null)
        {
            return ReproducedTable.Of(reproduction, scale, RunGroups.Of(folder), RecipeTables.Names, new RunMeasurements(
                Path.Combine(folder.Path, "measurements.json"), cancel));
        }

        KeptRuns kept = KeptRuns.Read(Keep);
        return ReproducedTable.Of(reproduction, scale, kept.GroupsOf(folder.Sweep), RecipeTables.Names, kept);
    }

    // A run that cannot be kept is finished all the same, and the others go on.
    private void Kept(SweepFolder folder, SweepRun run, IProgressView view, CancellationToken cancel)
    {
        try
        {
            TorchLibrary.Load();
            set_num_threads(Threads);
            view.Say($"kept      {RunKeeping.Keep(folder.FolderOf(run), Keep!, cancel)}");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            unkept.Add(run.Name);
            view.Say($"not kept  {run.Name}: {error.Message}");
        }
    }

    private int Write(SweepFolder folder, SweepRun[] left, ReproducedTable table)
    {
        object document = TableJson.Document(table);
        AtomicFile.WriteText(Path.Combine(folder.Path, "table.md"), TableMarkdown.Write(table));
        AtomicFile.WriteText(Path.Combine(folder.Path, "table.json"), JsonSerializer.Serialize(document, JsonOutput.Options) + "\n");
        if (Json) terminal.WriteJson(document, ("folder", folder.Path));
        else ReproductionTables.Write(terminal, table);
        SweepRun[] rest = [.. left.Where(run => folder.StateOf(run) != SweepRunState.Finished)];
        foreach (SweepRun run in rest)
            terminal.Error.WriteLine($"suptickets: {run.Name}: {(folder.FailureOf(run)?.Words ?? "not finished")}");
        foreach (string name in unkept) terminal.Error.WriteLine($"suptickets: {name}: finished, but not kept in {Keep}");
        return rest.Length + unkept.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
