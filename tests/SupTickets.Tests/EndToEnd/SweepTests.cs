using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Sweeps whose runs are processes of their own.</summary>
[Collection(nameof(WholeRuns))]
public sealed class SweepTests
{
    private static readonly string Small = RecipeJson.Write(SmallRun.Recipe("rigl", "sparse") with { Threads = 1 });

    private static readonly string Grid = $$"""
        {
          "recipe": {{Small}},
          "axes": [{ "method.name": ["set", "rigl"] }, { "topology.sparsity": [0.8, 0.9] }],
          "seeds": [1, 2]
        }
        """;

    [Fact]
    public async Task A_sweep_killed_in_the_middle_ends_with_the_results_of_one_that_was_not()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["grid.json"], Grid);
        string[] again = ["sweep", scratch["grid.json"], "--out", scratch["killed"], "--workers", "2"];

        using (Process sweep = Start(again))
        {
            await Until(() => sweep.HasExited || (Finished(scratch["killed"]) >= 1 && Unfinished(scratch["killed"])));
            sweep.Kill(entireProcessTree: true);
            await sweep.WaitForExitAsync();
            Assert.Equal(137, sweep.ExitCode);
        }

        // Its workers outlive this one for a step, and the next command comes upon them.
        using (Process sweep = Start(again))
        {
            await Until(() => sweep.HasExited || (Finished(scratch["killed"]) >= 4 && Unfinished(scratch["killed"])));
            sweep.Kill();
            await sweep.WaitForExitAsync();
            Assert.Equal(137, sweep.ExitCode);
        }

        Assert.InRange(Finished(scratch["killed"]), 4, 7);
        var (code, output, error) = Tool.Run(again);
        Assert.True(code == 0, output + error);
        (code, output, error) = Tool.Run("sweep", scratch["grid.json"], "--out", scratch["whole"], "--workers", "2");
        Assert.True(code == 0, output + error);

        SweepFolder whole = SweepFolder.Open(scratch["whole"]), killed = SweepFolder.Open(scratch["killed"]);
        Assert.Equal(8, whole.Sweep.Runs.Count);
        foreach (SweepRun run in whole.Sweep.Runs)
        {
            foreach (string file in new[] { "ticket.safetensors", "tickets/cycle-1.safetensors", "tickets/cycle-2.safetensors" })
                Assert.Equal(File.ReadAllBytes(Path.Combine(whole.FolderOf(run), file)), File.ReadAllBytes(
                    Path.Combine(killed.FolderOf(run), file)));
            Assert.Equal(Figures(whole.FolderOf(run)), Figures(killed.FolderOf(run)));
        }

        Assert.DoesNotContain(scratch.Files, file =>
            file.EndsWith(".tmp", StringComparison.Ordinal) || file.EndsWith("failure.json", StringComparison.Ordinal));
        // Nothing is left to do, and nothing is done.
        JsonElement document = Tool.Json(again);
        Assert.Equal((8, 0), (document.GetProperty("finished").GetInt32(), document.GetProperty("failed").GetInt32()));
        Assert.Equal(4, document.GetProperty("groups").GetArrayLength());
    }

    // Both look at each run before either has begun it.
    [Fact]
    public async Task Two_commands_begin_the_same_runs_at_once_and_neither_fails()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["pair.json"], $$"""{ "recipe": {{Small}}, "seeds": [1, 2] }""");
        using Process first = Start("sweep", scratch["pair.json"], "--out", scratch["s"], "--workers", "2");
        using Process second = Start("sweep", scratch["pair.json"], "--out", scratch["s"], "--workers", "2");
        string error = await first.StandardError.ReadToEndAsync() + await second.StandardError.ReadToEndAsync();
        await first.WaitForExitAsync();
        await second.WaitForExitAsync();
        Assert.True((first.ExitCode, second.ExitCode) == (0, 0), error);
        Assert.Equal([SweepRunState.Finished, SweepRunState.Finished], States(scratch["s"]));
        Assert.DoesNotContain(scratch.Files, file => file.EndsWith("failure.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sweep_that_is_stopped_leaves_a_checkpoint_of_every_run()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["long.json"], $$"""{ "recipe": {{Small}}, "set": { "schedule.epochs": 5000 }, "seeds": [1, 2] }""");
        using Process sweep = Start("sweep", scratch["long.json"], "--out", scratch["s"], "--workers", "2");
        await Until(() => sweep.HasExited || scratch.Files.Count(file => file.EndsWith("events.jsonl", StringComparison.Ordinal)) == 2);
        using (Process signal = Process.Start("kill", ["-TERM", sweep.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await signal.WaitForExitAsync();
        string error = await sweep.StandardError.ReadToEndAsync();
        await sweep.WaitForExitAsync();
        Assert.True(sweep.ExitCode == 130, error);
        Assert.Contains("go on with: suptickets sweep", error, StringComparison.Ordinal);
        SweepFolder folder = SweepFolder.Open(scratch["s"]);
        Assert.All(folder.Sweep.Runs, run => Assert.True(File.Exists(Path.Combine(folder.FolderOf(run), "checkpoint.safetensors"))));
        Assert.All(folder.Sweep.Runs, run => Assert.Equal(SweepRunState.Unfinished, folder.StateOf(run)));
        // Both ended before the command did: nobody holds them.
        foreach (SweepRun run in folder.Sweep.Runs) RunClaim.Of(RunFolder.Open(folder.FolderOf(run))).Dispose();
    }

    [Fact]
    public void A_failed_run_is_recorded_reported_at_the_end_and_tried_again_on_request()
    {
        using TemporaryFolder scratch = new();
        // A rate at which the loss overflows; the student could not start.
        File.WriteAllText(scratch["s.json"], $$"""
            {
              "recipe": {{Small}},
              "axes": [[
                { "name": "student", "needs": "bad" },
                { "name": "bad", "set": { "schedule.learningRate": 1e30 } },
                { "name": "good" }
              ]],
              "seeds": [1]
            }
            """);
        var (code, output, error) = Tool.Run("sweep", scratch["s.json"], "--out", scratch["s"]);
        Assert.Equal(1, code);
        Assert.Matches("failed +bad--1: the loss of step 2 is NaN: forward, output of", output);
        Assert.Matches(@"finished +good--1 ", output);
        Assert.Contains("student--1: waiting: needs bad--1, which has not finished", error, StringComparison.Ordinal);
        Assert.Contains("--retry-failed", error, StringComparison.Ordinal);
        SweepFolder folder = SweepFolder.Open(scratch["s"]);
        RunFailure first = folder.FailureOf(folder.Sweep["bad--1"])!;

        (code, output, _) = Tool.Run("sweep", scratch["s"]);
        Assert.Equal(1, code);
        Assert.DoesNotContain("start ", output, StringComparison.Ordinal);
        Assert.Equal(first, folder.FailureOf(folder.Sweep["bad--1"]));
        (code, output, _) = Tool.Run("sweep", scratch["s"], "--retry-failed");
        Assert.Equal(1, code);
        Assert.Matches(@"failed +bad--1: the loss of step 2 is NaN", output);
        Assert.NotEqual(first.At, folder.FailureOf(folder.Sweep["bad--1"])!.At);
    }

    [Fact]
    public void One_run_by_index_is_the_run_that_training_its_recipe_is()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["s.json"], $$"""
            { "recipe": {{Small}}, "axes": [[{ "name": "student", "needs": "teacher" }, { "name": "teacher" }]], "seeds": [1] }
            """);
        Assert.Contains(
            "'student--1' needs 'teacher--1', which has not finished",
            Tool.Refused("sweep", scratch["s.json"], "--out", scratch["s"], "--run", "0", "--json"), StringComparison.Ordinal);
        JsonElement summary = Tool.Json("sweep", scratch["s/sweep.json"], "--run", "1");
        SweepFolder folder = SweepFolder.Open(scratch["s"]);
        Experiment.Train(folder.RecipeOf(folder.Sweep.Runs[1], threads: 1), scratch["alone"], [], CancellationToken.None);
        Assert.Equal(File.ReadAllBytes(scratch["alone/ticket.safetensors"]), File.ReadAllBytes(
            Path.Combine(folder.FolderOf(folder.Sweep.Runs[1]), "ticket.safetensors")));
        Assert.Equal(folder.FolderOf(folder.Sweep.Runs[1]), summary.GetProperty("folder").GetString());
        Assert.Equal(0, Tool.Run("sweep", scratch["s"], "--run", "0").ExitCode);
        Assert.Equal(SweepRunState.Finished, folder.StateOf(folder.Sweep.Runs[0]));
    }

    private static Process Start(params string[] arguments)
    {
        Process sweep = SmallRun.Start(arguments);
        // Nobody reads it, and a full pipe would stop the sweep.
        _ = sweep.StandardOutput.ReadToEndAsync();
        return sweep;
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(5);
    }

    private static int Finished(string folder) => States(folder).Count(state => state == SweepRunState.Finished);

    private static bool Unfinished(string folder) => States(folder).Contains(SweepRunState.Unfinished);

    private static SweepRunState[] States(string folder)
    {
        if (!SweepFolder.IsSweep(folder)) return [];
        SweepFolder sweep = SweepFolder.Open(folder);
        return [.. sweep.Sweep.Runs.Select(sweep.StateOf)];
    }

    // What a run came to; how long it took differs.
    private static string Figures(string folder)
    {
        JsonNode metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")))!;
        foreach (string clock in new[] { "seconds", "started", "finished" }) Assert.True(metrics.AsObject().Remove(clock));
        return metrics.ToJsonString();
    }
}
