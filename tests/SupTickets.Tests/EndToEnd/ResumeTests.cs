using System.Diagnostics;
using System.Globalization;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.EndToEnd;

/// <summary>What a run goes on with after something has happened to its folder or its data: to the same bits, or not at all.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ResumeTests
{
    [Fact]
    public void A_run_whose_latest_checkpoint_is_damaged_goes_on_from_the_one_before_it_or_from_the_start()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("rigl"));
        byte[] damaged = File.ReadAllBytes(scratch["run/checkpoint.safetensors"]);
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(scratch["run/checkpoint.safetensors"], damaged);
        string message = Tool.Refused("resume", scratch["run"], "--json");
        Assert.Contains("checkpoint.safetensors: its checksum is wrong", message, StringComparison.Ordinal);
        Assert.Contains("is whole: go on from there with: suptickets resume", message, StringComparison.Ordinal);
        Assert.EndsWith("--from previous", message, StringComparison.Ordinal);
        Copy(scratch["run"], scratch["both"]);
        Copy(scratch["run"], scratch["gone"]);

        Assert.Equal(0, Tool.Run("resume", scratch["run"], "--from", "previous", "--json").ExitCode);
        SmallRun.Train("rigl", scratch["whole"]);
        RequireSame(scratch, "run");

        File.Delete(scratch["gone/checkpoint.safetensors"]);
        Assert.Contains(
            "is gone; the checkpoint before it, of step 1", Tool.Refused("resume", scratch["gone"], "--json"), StringComparison.Ordinal);

        File.WriteAllBytes(scratch["both/checkpoint.previous.safetensors"], damaged);
        Assert.EndsWith("--from start", Tool.Refused("resume", scratch["both"], "--json"), StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("resume", scratch["both"], "--from", "start", "--json").ExitCode);
        RequireSame(scratch, "both");
    }

    [Fact]
    public void One_checkpoint_is_kept_where_the_recipe_says_so()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("rigl") with { Checkpoint = new() { EveryMinutes = 0, EverySteps = 1, Keep = 1 } });
        Assert.False(File.Exists(scratch["run/checkpoint.previous.safetensors"]));
        Assert.Contains("there is none", Tool.Refused("resume", scratch["run"], "--from", "previous", "--json"), StringComparison.Ordinal);
        Assert.Contains(
            "checkpoint.keep: got 3", Tool.Refused("train", "--set", "checkpoint.keep=3", "--out", scratch["x"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_damaged_log_stops_no_run_and_is_said(int line)
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("rigl"));
        string[] lines = File.ReadAllLines(scratch["run/events.jsonl"]);
        lines[line] = lines[line].Replace("\"layers\"", "\"lbyers\"", StringComparison.Ordinal).Replace(
            "\"loss\"", "\"lass\"", StringComparison.Ordinal);
        File.WriteAllText(scratch["run/events.jsonl"], string.Join('\n', lines) + "\n");
        Assert.Equal(0, Tool.Run("resume", scratch["run"], "--json").ExitCode);
        SmallRun.Train("rigl", scratch["whole"]);
        RequireSame(scratch, "run");
        string said = string.Create(CultureInfo.InvariantCulture, $"line {line + 1} of events.jsonl is damaged");
        Assert.Contains(said, File.ReadAllText(scratch["run/events.jsonl"]), StringComparison.Ordinal);
        Assert.Contains(said, Tool.Run("report", scratch["run"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_log_and_tickets_are_lost_comes_to_its_end()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("rigl"), 20);
        File.Delete(scratch["run/events.jsonl"]);
        File.WriteAllText(scratch["run/tickets/cycle-1.safetensors"], "no ticket");
        Assert.Equal(0, Tool.Run("resume", scratch["run"], "--json").ExitCode);
        SmallRun.Train("rigl", scratch["whole"]);
        Assert.Equal(File.ReadAllBytes(scratch["whole/ticket.safetensors"]), File.ReadAllBytes(scratch["run/ticket.safetensors"]));
        string log = File.ReadAllText(scratch["run/events.jsonl"]);
        Assert.Contains("the rest is lost", log, StringComparison.Ordinal);
        Assert.Contains("the ticket of cycle 1 is damaged", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_not_that_of_the_beginning_is_refused()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("rigl"));
        string fingerprint = File.ReadAllText(scratch["run/data.json"]);
        DataFingerprint began = DataFingerprint.FromJson(fingerprint);
        File.WriteAllText(scratch["run/data.json"], (began with { Digest = new('0', 64) }).ToJson());
        var before = SmallRun.Contents(scratch["run"]);
        Assert.Contains(
            "is not that with which the run began: its samples have other", Tool.Refused("resume", scratch["run"], "--json"),
            StringComparison.Ordinal);
        File.WriteAllText(scratch["run/data.json"], "{");
        Assert.Contains("data.json", Tool.Refused("resume", scratch["run"], "--json"), StringComparison.Ordinal);
        Assert.Contains(
            "lies in no folder", Tool.Refused("resume", scratch["run"], "--data-dir", scratch.Path, "--json"), StringComparison.Ordinal);
        File.WriteAllText(scratch["run/data.json"], (began with { Digest = new('0', 64) }).ToJson());
        Assert.Equal(before, SmallRun.Contents(scratch["run"]));
        // As an earlier version left it.
        File.Delete(scratch["run/data.json"]);
        Assert.Equal(0, Tool.Run("resume", scratch["run"], "--json").ExitCode);
    }

    [Fact]
    public void Generated_data_needs_no_folder_though_an_earlier_version_recorded_one()
    {
        using TemporaryFolder scratch = new();
        Cut(scratch["run"], SmallRun.Recipe("set"));
        string recipe = File.ReadAllText(scratch["run/recipe.json"]);
        string earlier = recipe.Replace("\"folder\": null", $"\"folder\": \"{scratch["gone"]}\"", StringComparison.Ordinal);
        Assert.NotEqual(recipe, earlier);
        File.WriteAllText(scratch["run/recipe.json"], earlier);
        var (code, output, error) = Tool.Run("resume", scratch["run"], "--json");
        Assert.True(code == 0, output + error);
        foreach (string[] command in new string[][] { ["resume", scratch["run"]], ["eval", scratch["run"]], ["report", scratch["run"]] })
            Assert.Equal(0, Tool.Run(command).ExitCode);
    }

    [Fact]
    public void Options_that_a_finished_run_would_ignore_are_refused()
    {
        using TemporaryFolder scratch = new();
        SmallRun.Train("set", scratch["run"]);
        var before = SmallRun.Contents(scratch["run"]);
        Assert.StartsWith("--from start: '", Tool.Refused("resume", scratch["run"], "--from", "start"), StringComparison.Ordinal);
        Assert.Contains("lies in no folder", Tool.Refused("resume", scratch["run"], "--data-dir", "elsewhere"), StringComparison.Ordinal);
        Assert.Equal(0, Tool.Run("resume", scratch["run"], "--threads", "1").ExitCode);
        Assert.Equal(before, SmallRun.Contents(scratch["run"]));
        foreach (string[] measure in new string[][]
        {
            ["eval", scratch["run"]],
            ["ensemble", scratch["run"], scratch["run"]],
            ["tickets", scratch["run"]],
        })
            Assert.Contains(
                "--data-dir: got 'elsewhere'; allowed: nothing, since the data is synthetic",
                Tool.Refused([.. measure, "--data-dir", "elsewhere"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("USR1", 10)]
    [InlineData("USR2", 12)]
    [InlineData("XCPU", 24)]
    public async Task Signals_of_terminals_and_schedulers_end_a_run_with_a_checkpoint(string signal, int number)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals of Linux");
        Assert.SkipWhen(IsIgnored(number), $"SIG{signal} is ignored here, as under nohup, and a run leaves it so");
        using TemporaryFolder scratch = new();
        File.WriteAllText(
            scratch["recipe.json"], RecipeJson.Write(SmallRun.Recipe("rigl") with { Checkpoint = new() { EveryMinutes = 0 } }));
        using Process run = SmallRun.Start("train", scratch["recipe.json"], "--out", scratch["run"], "--epochs", "400", "--threads", "1");
        Task<string> error = run.StandardError.ReadToEndAsync(), output = run.StandardOutput.ReadToEndAsync();
        while (!run.HasExited && !(File.Exists(scratch["run/events.jsonl"]) && new FileInfo(scratch["run/events.jsonl"]).Length > 4000))
            await Task.Delay(5);
        // Twice: a terminal that is closed may send its signal more than once.
        for (int time = 0; time < 2; time++)
        {
            using Process kill = Process.Start("kill", [$"-{signal}", run.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 130, await output + await error);
        Assert.True(File.Exists(scratch["run/checkpoint.safetensors"]));
        Assert.Contains("go on with: suptickets resume", await error, StringComparison.Ordinal);
    }

    // Inherited by the processes that the tests start.
    private static bool IsIgnored(int signal)
    {
        string mask =
            File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    private static void RequireSame(TemporaryFolder scratch, string run)
    {
        foreach (string file in new[] { "ticket.safetensors", "tickets/cycle-1.safetensors", "tickets/cycle-2.safetensors" })
            Assert.Equal(File.ReadAllBytes(scratch[$"whole/{file}"]), File.ReadAllBytes(scratch[$"{run}/{file}"]));
    }

    private static void Cut(string folder, Recipe recipe, long step = 13)
    {
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => Experiment.Train(recipe, folder, [new CancelAt(step, source)], source.Token));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(Path.Combine(to, "tickets"));
    }

    private sealed class CancelAt(long step, CancellationTokenSource source) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step == step) source.Cancel();
        }
    }
}
