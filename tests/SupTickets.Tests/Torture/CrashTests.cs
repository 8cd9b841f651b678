using System.Diagnostics;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Values;
using static SupTickets.Tests.Torture.FaultyDisk;

namespace SupTickets.Tests.Torture;

/// <summary>
/// Runs whose process is killed, or whose disk fails, at one file operation after the other: afterwards the run goes on, or starts anew,
/// and its tickets have the bytes of one that nothing happened to. Long: <c>./check --torture</c> tries every operation, <c>./check
/// --all</c> a few.
/// </summary>
[Collection(nameof(WholeRuns))]
public sealed class CrashTests
{
    private const string Full = "28", Broken = "5";    // ENOSPC, EIO
    private static readonly string[] Methods = ["rigl", "set", "granet", "snfs", "dsr", "gmp"];
    private static readonly string[] Results = ["ticket.safetensors", "tickets/cycle-1.safetensors", "tickets/cycle-2.safetensors"];

    [Theory(Explicit = true)]
    [InlineData("kill")]
    [InlineData("killed-after")]
    public void A_process_that_is_killed_at_a_file_operation_loses_nothing(string act)
    {
        using TemporaryFolder scratch = new();
        FaultyDisk disk = Make(scratch.Path);
        long operations = Whole(disk, scratch);
        List<string> lost = [];
        long[] points = [.. Points(operations, act == "kill" ? 1 : 2)];
        foreach (long at in points)
        {
            string folder = scratch[$"{act}-{at}"];
            Ending ending = disk.Run(new(at, act), folder, null, "train", scratch["recipe.json"], "--out", folder);
            if (ending.Code is not (137 or 0)) lost.Add($"operation {at}: ended with {ending.Code}, {ending.Error}");
            if (GoesOn(scratch, folder) is { } wrong) lost.Add($"operation {at}: {wrong}");
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        Torture.Tell($"{act,-12} at each of {points.Length,4} of {operations} file operations: {points.Length - lost.Count} went on to the "
            + "same bytes");
        Assert.True(lost.Count == 0, string.Join("\n", lost.Take(8)));
    }

    [Theory(Explicit = true)]
    [InlineData(Broken, "", false)]
    [InlineData(Full, "write", true)]
    [InlineData(Broken, "fsync", true)]
    public void A_disk_that_fails_ends_the_run_with_a_message_and_loses_nothing(string error, string only, bool stays)
    {
        using TemporaryFolder scratch = new();
        FaultyDisk disk = Make(scratch.Path);
        Whole(disk, scratch);
        long operations = File.ReadLines(scratch["log"]).Count(line => only.Length == 0 || line.Split(' ')[1] == only);
        List<string> lost = [];
        long[] points = [.. Points(operations, 3)];
        int survived = 0;
        foreach (long at in points)
        {
            string folder = scratch[$"{error}-{only}-{at}"];
            Ending ending = disk.Run(new(at, error, only, stays), folder, null, "train", scratch["recipe.json"], "--out", folder);
            // A run may do without what failed, such as the removal of a lock, but then its results are right at once.
            if (ending.Code == 0 && Difference(scratch, folder) is { } wrong) lost.Add($"{only} {at}: exit code 0, but {wrong}");
            if (ending.Code is not (0 or 1 or 2) || ending.Error.Contains("unexpected", StringComparison.Ordinal) || ending.Error.Contains(
                "   at ", StringComparison.Ordinal))
                lost.Add($"{only} {at}: ended with {ending.Code}, {ending.Error}");
            if (GoesOn(scratch, folder) is { } worse) lost.Add($"{only} {at}: {worse}");
            if (ending.Code == 0) survived++;
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        Torture.Tell($"error {error,-6} at each of {points.Length,4} of {operations} operations "
            + $"({(only.Length == 0 ? "of any kind" : only)}{(stays ? ", and from there on" : "")}): "
            + $"{survived} ended well at once, {lost.Count} found wrong");
        Assert.True(lost.Count == 0, string.Join("\n", lost.Take(8)));
    }

    [Fact(Explicit = true)]
    public void Processes_that_are_killed_at_random_times_lose_nothing()
    {
        using TemporaryFolder scratch = new();
        RandomStream random = new Seed(Torture.Seed).For("kills").Stream();
        int killed = 0, runs = 0;
        List<string> lost = [];
        while (killed < Torture.Kills)
        {
            string method = Methods[runs % Methods.Length], folder = scratch[$"run-{runs}"];
            WriteRecipe(scratch, method);
            if (!Directory.Exists(scratch[$"whole-{method}"]))
                Require(Start(NoFaults, "train", scratch["recipe.json"], "--out", scratch[$"whole-{method}"]));
            Stopwatch clock = Stopwatch.StartNew();
            Require(Start(NoFaults, "list", "methods"));
            double start = clock.Elapsed.TotalMilliseconds;
            for (int attempt = 0; attempt < 12 && !File.Exists(Path.Combine(folder, "metrics.json")); attempt++)
            {
                using Process tool = Start(NoFaults, File.Exists(Path.Combine(folder, "recipe.json")) ? ["resume", folder] : [
                    "train", scratch["recipe.json"], "--out", folder]);
                // After the start, which takes most of the time and touches no file.
                if (!tool.WaitForExit((int)random.NextDouble(start, 4 * start)))
                {
                    tool.Kill();
                    killed++;
                }

                Ending ending = Ending.Of(tool);
                if (ending.Code is not (0 or 137)) lost.Add($"{method}: ended with {ending.Code}, {ending.Error}");
            }

            if (GoesOn(scratch, folder, $"whole-{method}") is { } wrong) lost.Add($"run {runs}, {method}: {wrong}");
            Directory.Delete(folder, recursive: true);
            runs++;
        }

        Torture.Tell($"killed at {killed} random times in {runs} runs of {string.Join(", ", Methods)}: {lost.Count} found wrong");
        Assert.True(lost.Count == 0, string.Join("\n", lost.Take(8)));
    }

    private static IReadOnlyDictionary<string, string> NoFaults { get; } = new Dictionary<string, string>();

    // The run that nothing happens to; how many file operations it takes.
    private static long Whole(FaultyDisk disk, TemporaryFolder scratch)
    {
        WriteRecipe(scratch, Methods[0]);
        Ending ending = disk.Run(null, scratch["whole"], scratch["log"], "train", scratch["recipe.json"], "--out", scratch["whole"]);
        Assert.True(ending.Code == 0, ending.Error);
        return File.ReadLines(scratch["log"]).LongCount();
    }

    // All of them, or a few that lie apart; each test takes others.
    private static IEnumerable<long> Points(long operations, int first) => Torture.Points == 0 || Torture.Points >= operations
        ? Enumerable.Range(1, (int)operations).Select(at => (long)at)
        : Enumerable.Range(0, Torture.Points).Select(index => 1 + ((first + (index * operations / Torture.Points)) % operations));

    // What somebody does to whom it happened; null where the tickets are right in the end.
    private static string? GoesOn(TemporaryFolder scratch, string folder, string whole = "whole")
    {
        bool isRun = File.Exists(Path.Combine(folder, "recipe.json"));
        using Process tool = Start(NoFaults, isRun ? ["resume", folder] : ["train", scratch["recipe.json"], "--out", folder]);
        Ending ending = Ending.Of(tool);
        if (ending.Code != 0) return $"{(isRun ? "resume" : "train")} afterwards ended with {ending.Code}, {ending.Error}";
        if (Difference(scratch, folder, whole) is { } difference) return difference;
        string[] left = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(
            file => file.EndsWith(".tmp", StringComparison.Ordinal))];
        return left.Length == 0 ? null : $"{left[0]} is left";
    }

    private static string? Difference(TemporaryFolder scratch, string folder, string whole = "whole")
    {
        foreach (string file in Results)
        {
            if (!File.Exists(Path.Combine(folder, file))) return $"there is no {file}";
            if (!File.ReadAllBytes(Path.Combine(folder, file)).AsSpan().SequenceEqual(
                File.ReadAllBytes(Path.Combine(scratch[whole], file))))
                return $"{file} has other bytes";
        }

        return File.Exists(Path.Combine(folder, "metrics.json")) ? null : "there is no metrics.json";
    }

    private static void Require(Process process)
    {
        using (process)
        {
            Ending ending = Ending.Of(process);
            Assert.True(ending.Code == 0, ending.Error);
        }
    }

    // Six steps of the smallest network, with a checkpoint after each.
    private static void WriteRecipe(TemporaryFolder scratch, string method) =>
        File.WriteAllText(scratch["recipe.json"], RecipeJson.Write(new Recipe
        {
            Name = "torture",
            Seed = 7,
            Threads = 1,
            Data = new() { TrainSamples = 16, TestSamples = 8 },
            Model = new() { Name = "lenet-300-100", Width = 0.02 },
            Topology = new() { Sparsity = 0.8 },
            Method = new() { Name = method, UpdateInterval = 1, GraNet = new() { EndEpoch = 1 }, Gmp = new() { EndEpoch = 1 } },
            Schedule = new() { Epochs = 3, Batch = 8, LearningRate = 0.05 },
            Superpose = new() { Share = 0.67, CycleEpochs = 1, LowRate = 0.001, HighRate = 0.02 },
            Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 },
            Evaluation = new() { Batch = 8 },
            Log = new() { EverySteps = 1 },
        }));
}
