using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SupTickets.Cli.Output;
using SupTickets.Cli.Sweeps;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Cli.Commands;

/// <summary><c>reproduce</c>: a table or figure of the paper is run, and set beside what the paper prints.</summary>
internal static class ReproduceCommand
{
    /// <summary>The name that stands for every table and figure.</summary>
    public const string All = "all";

    public static Command Create(Terminal terminal)
    {
        Argument<string> name = new("NAME")
        {
            Description = $"A table or figure: {string.Join(", ", PaperReproductions.Names)}; with --from also {All}",
        };
        Option<string> scale = new("--scale")
        {
            Description = "paper: its hyper-parameters; narrow: all but the width of the network, which some tables have; small: reduced "
                + "to a few hours on two cores; tiny: generated data, a test of half a minute",
            HelpName = "NAME",
            DefaultValueFactory = _ => "small",
        };
        Option<string?> folder = new("--out")
        {
            Description = "Folder of its runs, in which it also goes on; by default reproductions/NAME-SCALE",
            HelpName = "DIR",
        };
        Option<ulong[]> seeds = Seeds();
        Option<string[]> only = new("--only")
        {
            Description = "Do only the runs with these names of values and seeds, as in rigl,0.95,41; the others stay for another time",
            HelpName = "NAME,NAME,...",
            CustomParser = result => result.Tokens[0].Value.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        Option<int> workers = SharedOptions.Whole("--workers", "Runs at a time; more than one have a process each", 1, least: 1);
        Option<int> threads = SharedOptions.Whole(
            "--threads", "Threads of each run whose recipe leaves them open; 0 takes the cores divided by the workers", 0, least: 0);
        Option<int> minutes = SharedOptions.Whole(
            "--minutes", "Stop after so many minutes, each run with a checkpoint, from which the same line goes on; 0 for no limit", 0,
            least: 0);
        Option<string?> device = HardwareOptions.Device("Device of every run instead of its recipe's: cpu, cuda or cuda:N");
        Option<string?> data = SharedOptions.DataDir(
            "; for a reproduction that has begun, where its data lies now, if it was moved: refused if it is other data");
        Option<bool> retry = new("--retry-failed") { Description = "Try runs again that failed" };
        Option<string?> keep = new("--keep")
        {
            Description = "Copy what is small of each run there when it has finished; runs that are there already are not done again",
            HelpName = "DIR",
        };
        Option<string?> from = new("--from")
        {
            Description = "Run nothing: make the table of the runs that --keep left there, in DIR/tables",
            HelpName = "DIR",
        };
        Option<bool> dryRun =
            new("--dry-run") { Description = "Say what differs from the paper, check every recipe, list the runs, and run nothing" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "reproduce",
            "Run a table or figure of the paper, set it beside the printed values, and say of each claim whether it holds here.",
            "suptickets reproduce table-8 --scale tiny",
            "suptickets reproduce table-1 --data-dir data --workers 2",
            "suptickets reproduce figure-3 --data-dir data --seeds 1,2,3,4,5 --out runs/figure-3",
            "suptickets reproduce table-1 --scale narrow --only rigl,41 --data-dir data --minutes 120 --keep docs/results/narrow",
            "suptickets reproduce all --scale narrow --from docs/results/narrow",
            "suptickets reproduce table-5 --scale paper --dry-run")
        {
            name,
            scale,
            folder,
            seeds,
            only,
            workers,
            threads,
            minutes,
            device,
            data,
            retry,
            keep,
            from,
            dryRun,
            json,
        };
        Option[] ofRuns = [folder, seeds, only, workers, threads, minutes, device, data, retry, keep, dryRun];
        command.SetAction(request =>
        {
            string asked = request.GetRequiredValue(name);
            if (request.GetValue(from) is { } kept)
            {
                if (ofRuns.FirstOrDefault(option => request.GetResult(option) is { Implicit: false }) is { } unused)
                    throw new RequestException($"{unused.Name}: got with --from; allowed: without it, since --from runs nothing");
                return KeptTables.Write(terminal, asked, request.GetRequiredValue(scale), kept, request.GetValue(json));
            }

            if (asked == All) throw new RequestException($"NAME: got {All}; allowed: with --from, else one table or figure");
            Reproduction reproduction = PaperReproductions.Read(asked);
            ReproductionScale size = reproduction.Scale(request.GetRequiredValue(scale));
            Sweep sweep = reproduction.SweepAt(
                size, request.GetValue(seeds) is { Length: > 0 } own ? own : null, Edits(request, data, device), RecipeTables.Names);
            DataFolderArgument.Require(request.GetValue(data), sweep.Runs.Select(run => run.Recipe.Data.Name));
            IReadOnlyList<SweepRun> chosen = SweepChoice.Of(sweep, request.GetValue(only) ?? []);
            string target = request.GetValue(folder) ?? Path.Combine("reproductions", sweep.Name);
            SweepFolder.Require(target);
            if (request.GetValue(dryRun)) return List(terminal, reproduction, size, chosen, request.GetValue(json));
            int beside = request.GetRequiredValue(workers);
            return new ReproductionSession(terminal, reproduction, size)
            {
                Workers = beside,
                Threads = request.GetRequiredValue(threads) is > 0 and var given ? given : Math.Max(1, Environment.ProcessorCount / beside),
                Minutes = request.GetRequiredValue(minutes),
                RetriesFailed = request.GetValue(retry),
                Keep = request.GetValue(keep),
                Json = request.GetValue(json),
            }.Run(sweep, chosen, target);
        });
        return command;
    }

    /// <summary>Says what is run, and what differs from the paper.</summary>
    public static void Say(TextWriter notes, Reproduction reproduction, ReproductionScale scale)
    {
        notes.WriteLine($"{reproduction.Name}: {reproduction.Title}");
        notes.WriteLine($"scale {scale.Name}: {scale.Why}");
        foreach (string reduced in scale.Reduced) notes.WriteLine($"  differs from the paper: {reduced}");
    }

    private static Option<ulong[]> Seeds() => new("--seeds")
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

    private static List<RecipeEdit> Edits(ParseResult request, Option<string?> data, Option<string?> device)
    {
        List<RecipeEdit> edits = [];
        if (request.GetValue(data) is { } at) edits.Add(new("data.folder", JsonSerializer.Serialize(at)));
        if (request.GetValue(device) is { } on) edits.Add(new("device", on));
        return edits;
    }

    private static int List(
        Terminal terminal, Reproduction reproduction, ReproductionScale scale, IReadOnlyList<SweepRun> runs, bool json)
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
                runs = runs.Select(run => new { run.Index, run.Name, run.Needs, run.Recipe }),
            });
            return ExitCode.Done;
        }

        Say(terminal.Out, reproduction, scale);
        terminal.WriteTable([">index", "run", "needs"], runs.Select(
            run => new[] { Figures.Count(run.Index), run.Name, string.Join(", ", run.Needs) }));
        return ExitCode.Done;
    }
}
