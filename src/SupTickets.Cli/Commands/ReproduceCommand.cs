using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SupTickets.Cli.Output;
using SupTickets.Cli.Sweeps;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Sweeps;
using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>reproduce</c>: a table or figure of the paper is run, and set beside what the paper prints.</summary>
internal static class ReproduceCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = $"A table or figure: {string.Join(", ", PaperReproductions.Names)}" };
        Option<string> scale = new("--scale")
        {
            Description = "paper: its hyper-parameters; small: reduced to about two hours on two cores; tiny: generated data, a test of "
                + "half a minute",
            HelpName = "NAME",
            DefaultValueFactory = _ => "small",
        };
        Option<string?> folder = new("--out")
        {
            Description = "Folder of its runs, in which it also goes on; by default reproductions/NAME-SCALE",
            HelpName = "DIR",
        };
        Option<ulong[]> seeds = new("--seeds")
        {
            Description = "Seeds instead of those of the scale, as in 41,42,43",
            HelpName = "N,N,...",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                ulong[] numbers = [
                    .. text.Split(',').Select(
                        part => ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) ? seed : (ulong?)null)
                        .OfType<ulong>()];
                if (numbers.Length == text.Split(',').Length && numbers.Distinct().Count() == numbers.Length) return numbers;
                result.AddError($"--seeds: got {text}; allowed: whole numbers joined by commas, each once");
                return [];
            },
        };
        Option<int> workers = SharedOptions.Whole("--workers", "Runs at a time; more than one have a process each", 1, least: 1);
        Option<int> threads = SharedOptions.Whole(
            "--threads", "Threads of each run whose recipe leaves them open; 0 takes the cores divided by the workers", 0, least: 0);
        Option<string?> device = HardwareOptions.Device("Device of every run instead of its recipe's: cpu, cuda or cuda:N");
        Option<string?> data = SharedOptions.DataDir(
            "; for a reproduction that has begun, where its data lies now, if it was moved: refused if it is other data");
        Option<bool> retry = new("--retry-failed") { Description = "Try runs again that failed" };
        Option<bool> dryRun =
            new("--dry-run") { Description = "Say what differs from the paper, check every recipe, list the runs, and run nothing" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "reproduce",
            "Run a table or figure of the paper, set it beside the printed values, and say of each claim whether it holds here.",
            "suptickets reproduce table-8 --scale tiny",
            "suptickets reproduce table-1 --data-dir data --workers 2",
            "suptickets reproduce figure-3 --data-dir data --seeds 1,2,3,4,5 --out runs/figure-3",
            "suptickets reproduce table-5 --scale paper --dry-run")
        {
            name,
            scale,
            folder,
            seeds,
            workers,
            threads,
            device,
            data,
            retry,
            dryRun,
            json,
        };
        command.SetAction(request =>
        {
            Reproduction reproduction = PaperReproductions.Read(request.GetRequiredValue(name));
            ReproductionScale asked = reproduction.Scale(request.GetRequiredValue(scale));
            List<RecipeEdit> edits = [];
            if (request.GetValue(data) is { } at) edits.Add(new("data.folder", JsonSerializer.Serialize(at)));
            if (request.GetValue(device) is { } on) edits.Add(new("device", on));
            Sweep sweep = reproduction.SweepAt(
                asked, request.GetValue(seeds) is { Length: > 0 } own ? own : null, edits, RecipeTables.Names);
            DataFolderArgument.Require(request.GetValue(data), sweep.Runs.Select(run => run.Recipe.Data.Name));
            string target = request.GetValue(folder) ?? Path.Combine("reproductions", sweep.Name);
            SweepFolder.Require(target);
            if (request.GetValue(dryRun)) return List(terminal, reproduction, asked, sweep, request.GetValue(json));
            int beside = request.GetRequiredValue(workers);
            int each = request.GetRequiredValue(threads) is > 0 and var given ? given : Math.Max(1, Environment.ProcessorCount / beside);
            SweepPreflight.Require(sweep.Runs, target);
            if (SweepFolderClaim.Take(terminal, target, sweep) is not { } taken) return ExitCode.Cancelled;
            return Run(terminal, reproduction, asked, taken, beside, each, request.GetValue(retry), request.GetValue(json));
        });
        return command;
    }

    private static int List(Terminal terminal, Reproduction reproduction, ReproductionScale scale, Sweep sweep, bool json)
    {
        if (json)
        {
            terminal.WriteJson(new
            {
                reproduction.Name,
                reproduction.Title,
                scale = scale.Name,
                scale.Reduced,
                scale.Why,
                runs = sweep.Runs.Select(run => new { run.Index, run.Name, run.Needs, run.Recipe }),
            });
            return ExitCode.Done;
        }

        Say(terminal.Out, reproduction, scale);
        terminal.WriteTable([">index", "run", "needs"], sweep.Runs.Select(
            run => new[] { Figures.Count(run.Index), run.Name, string.Join(", ", run.Needs) }));
        return ExitCode.Done;
    }

    private static int Run(
        Terminal terminal, Reproduction reproduction, ReproductionScale scale, SweepFolder folder, int workers, int threads, bool retry,
        bool json)
    {
        terminal.KeepResultInFiles();
        TextWriter notes = json ? terminal.Error : terminal.Out;
        Say(notes, reproduction, scale);
        notes.WriteLine($"{Counted.Of(folder.Sweep.Runs.Count, "run")}, "
            + $"{folder.Sweep.Runs.Count(run => folder.StateOf(run) == SweepRunState.Finished)} finished -> {folder.Path}");
        notes.Flush();
        using Interruption interruption = new(terminal, "stopping each run after its step, with a checkpoint");
        ReproducedTable table;
        try
        {
            table = terminal.Watch(json, view =>
            {
                if (workers == 1) new LocalSession(folder, threads, retry, EngineCostsFile.Current).Run(view, interruption.Token);
                else new SweepSession(folder, workers, threads, retry, TimeProvider.System).Run(view, interruption.Token);
                TorchLibrary.Load();
                return ReproducedTable.Of(reproduction, scale, folder, RecipeTables.Names, new RunMeasurements(
                    Path.Combine(folder.Path, "measurements.json"), interruption.Token));
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"suptickets: cancelled; {SweepOutcome.Saved(folder)}; the same line goes on");
            return ExitCode.Cancelled;
        }

        object document = TableJson.Document(table);
        AtomicFile.WriteText(Path.Combine(folder.Path, "table.md"), TableMarkdown.Write(table));
        AtomicFile.WriteText(Path.Combine(folder.Path, "table.json"), JsonSerializer.Serialize(document, JsonOutput.Options) + "\n");
        if (json) terminal.WriteJson(document, ("folder", folder.Path));
        else ReproductionTables.Write(terminal, table);
        SweepRun[] rest = [.. folder.Sweep.Runs.Where(run => folder.StateOf(run) != SweepRunState.Finished)];
        foreach (SweepRun run in rest)
            terminal.Error.WriteLine($"suptickets: {run.Name}: {(folder.FailureOf(run)?.Words ?? "not finished")}");
        return rest.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Say(TextWriter notes, Reproduction reproduction, ReproductionScale scale)
    {
        notes.WriteLine($"{reproduction.Name}: {reproduction.Title}");
        notes.WriteLine($"scale {scale.Name}: {scale.Why}");
        foreach (string reduced in scale.Reduced) notes.WriteLine($"  differs from the paper: {reduced}");
    }
}
