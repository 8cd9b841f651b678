using System.CommandLine;
using System.Globalization;
using SupTickets.Cli.Output;
using SupTickets.Cli.Sweeps;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>sweep</c>: a grid of recipes times seeds is run.</summary>
internal static class SweepCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> source = new(
            "SWEEP")
        { Description = "A JSON file that describes a sweep; or a sweep that has begun: its folder, or the sweep.json in it" };
        Option<string?> folder =
            new("--out") { Description = "Folder of the sweep; where the same sweep is there already, it goes on", HelpName = "DIR" };
        Option<int> workers = SharedOptions.Whole("--workers", "Runs at a time, each in a process of its own", 1, least: 1);
        Option<int> threads = SharedOptions.Whole(
            "--threads", "Threads of each run whose recipe leaves them open; 0 takes the cores divided by the workers", 0, least: 0);
        Option<string?> device = HardwareOptions.Device("Device of every run instead of its recipe's: cpu, cuda or cuda:N");
        Option<bool> retry = new("--retry-failed") { Description = "Try runs again that failed" };
        Option<bool> dryRun = new("--dry-run") { Description = "Check every recipe, list the runs, and run nothing" };
        Option<int?> run = new("--run")
        {
            Description = "Do one run, by its index, in this process: what an array job of a cluster scheduler calls",
            HelpName = "INDEX",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return number;
                result.AddError($"--run: got {text}; allowed: the index of a run, a whole number from 0 on");
                return null;
            },
        };
        Option<bool> worker = new(SweepWorker.Option) { Hidden = true };
        Option<string?> data = SharedOptions.DataDir(
            "; for a sweep that has begun, where its data lies now, if it was moved: refused if it is other data");
        Option<string[]> set = new("--set")
        {
            Description = "Change a key of every recipe before the axes do, as in --set schedule.epochs=4; repeatable",
            HelpName = "path.in.recipe=value",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "sweep",
            "Run a grid of changes to a recipe times seeds. Finished runs are skipped, unfinished ones go on from their last checkpoint.",
            "suptickets sweep recipes/sweeps/demo.json --out runs/grid --dry-run",
            "suptickets sweep recipes/sweeps/demo.json --out runs/grid --workers 2",
            "suptickets sweep runs/grid --retry-failed                     # go on, and try again what failed",
            "suptickets sweep runs/grid --data-dir /mnt/data               # go on with the same data, which was moved",
            "suptickets sweep runs/grid/sweep.json --run 3                 # one run by index")
        {
            source,
            folder,
            workers,
            threads,
            device,
            retry,
            dryRun,
            run,
            worker,
            data,
            set,
            json,
        };
        command.SetAction(request =>
        {
            SweepRequest asked = SweepRequest.Read(
                request.GetRequiredValue(source), request.GetValue(folder), request.GetValue(data), [
                    .. Edits(request.GetValue(device), request.GetValue(set) ?? [])]);
            if (asked.Folder is { } target) SweepFolder.Require(target);
            if (request.GetValue(dryRun) && request.GetValue(run) is { } alone)
                throw new RequestException(
                    $"--run: got {alone} with --dry-run, which lists every run and does none; allowed: one of the two");
            if (request.GetValue(dryRun)) return List(terminal, asked, request.GetValue(json));
            int beside = request.GetRequiredValue(workers);
            int each = request.GetRequiredValue(threads) is > 0 and var given ? given : Math.Max(1, Environment.ProcessorCount / beside);
            if (request.GetValue(run) is not { } index)
            {
                SweepPreflight.Require(asked.Sweep.Runs, asked.Folder);
                return asked.Take(terminal) is { } whole
                    ? All(terminal, whole, beside, each, request.GetValue(retry), request.GetValue(json))
                    : ExitCode.Cancelled;
            }

            if (index < 0 || index >= asked.Sweep.Runs.Count)
                throw new RequestException($"--run: got {index}; allowed: 0 to {asked.Sweep.Runs.Count - 1}");
            SweepPreflight.Require([asked.Sweep.Runs[index]], asked.Folder);
            if (asked.Take(terminal) is not { } taken) return ExitCode.Cancelled;
            return request.GetValue(worker)
                ? SweepWorker.Serve(terminal, Console.OpenStandardInput(), taken, taken.Sweep.Runs[index], each)
                : One(terminal, taken, taken.Sweep.Runs[index], each, request.GetValue(json));
        });
        return command;
    }

    private static IEnumerable<RecipeEdit> Edits(string? device, string[] set)
    {
        if (device is not null) yield return new("device", device);
        foreach (string change in set)
        {
            RecipeEdit edit = RecipeRequest.Parse(change);
            if (edit.Path is "seed" or "name")
                throw new RequestException(
                    $"--set: got {change}; allowed: any other key: a sweep gives each run its seed, from its key seeds, and its name");
            yield return edit;
        }
    }

    private static int List(Terminal terminal, SweepRequest asked, bool json)
    {
        if (json) terminal.WriteText(SweepManifest.Write(asked.Sweep));
        else terminal.WriteTable([">index", "run", "needs"], asked.Sweep.Runs.Select(
            run => new[] { Figures.Count(run.Index), run.Name, string.Join(", ", run.Needs) }));
        return ExitCode.Done;
    }

    private static int One(Terminal terminal, SweepFolder folder, SweepRun run, int threads, bool json)
    {
        terminal.KeepResultInFiles();
        folder.RequireNeeds(run);
        string path = folder.FolderOf(run);
        TextWriter notes = json ? terminal.Error : terminal.Out;
        notes.WriteLine($"{folder.Sweep.Name}, run {run.Index} of 0 to {folder.Sweep.Runs.Count - 1}: {run.Name} -> {path}");
        notes.Flush();
        return TrainingSession.Run(
            terminal, json, () => path, (_, observers, token) =>
                SweepRunner.Run(folder, run, threads, EngineCostsFile.Current(terminal.Warn), observers, token));
    }

    private static int All(Terminal terminal, SweepFolder folder, int workers, int threads, bool retry, bool json)
    {
        terminal.KeepResultInFiles();
        SweepSession session = new(folder, workers, threads, retry, TimeProvider.System);
        TextWriter notes = json ? terminal.Error : terminal.Out;
        notes.WriteLine($"{folder.Sweep.Name}: {Counted.Of(folder.Sweep.Runs.Count, "run")}, "
            + $"{folder.Sweep.Runs.Count(run => session.StateOf(run) == SweepRunState.Finished)} finished, {workers} at a time -> "
            + $"{folder.Path}");
        notes.Flush();
        using Interruption interruption = new(terminal, "stopping each run after its step, with a checkpoint");
        try
        {
            terminal.Watch(json, view =>
            {
                session.Run(view, interruption.Token);
                return true;
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"suptickets: cancelled; {SweepOutcome.Saved(folder)}; go on with: suptickets sweep {ShellWord.Of(folder.Path)}");
            return ExitCode.Cancelled;
        }

        SweepOutcome.Write(terminal, folder, session, json);
        return folder.Sweep.Runs.All(run => session.StateOf(run) == SweepRunState.Finished) ? ExitCode.Done : ExitCode.Failed;
    }
}
