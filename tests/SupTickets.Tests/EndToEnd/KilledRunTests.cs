using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Runs in a process of their own that is killed, with nothing to say about it, at a step of the test's choice.</summary>
[Collection(nameof(WholeRuns))]
public sealed partial class KilledRunTests
{
    [Theory]
    [InlineData("rigl", "dense", 5)]
    [InlineData("rigl", "sparse", 14)]
    [InlineData("granet", "sparse", 7)]
    [InlineData("granet", "dense", 17)]
    [InlineData("snfs", "sparse", 9)]
    [InlineData("dsr", "sparse", 9)]
    public async Task A_killed_run_goes_on_to_the_bytes_of_one_that_was_not(string method, string engine, int step)
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["recipe.json"], RecipeJson.Write(SmallRun.Recipe(method, engine)));
        using Process run = SmallRun.Start("train", scratch["recipe.json"], "--out", scratch["killed"], "--threads", "1");
        Task<string> error = run.StandardError.ReadToEndAsync(), output = run.StandardOutput.ReadToEndAsync();
        while (!run.HasExited && LastStep(scratch["killed/events.jsonl"]) < step) await Task.Delay(1);
        run.Kill();
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 137, await output + await error);
        Assert.False(File.Exists(scratch["killed/metrics.json"]), "the run had ended before it could be killed");

        using Process rest = SmallRun.Start("resume", scratch["killed"]);
        Task<string> problems = rest.StandardError.ReadToEndAsync();
        await rest.StandardOutput.ReadToEndAsync();
        await rest.WaitForExitAsync();
        Assert.True(rest.ExitCode == 0, await problems);
        SmallRun.Train(method, scratch["whole"], engine);
        RequireEngine(engine, scratch["whole/events.jsonl"], starts: 1);
        RequireEngine(engine, scratch["killed/events.jsonl"], starts: 2);
        foreach (string file in new[] { "ticket.safetensors", "tickets/cycle-1.safetensors", "tickets/cycle-2.safetensors" })
            Assert.Equal(File.ReadAllBytes(scratch["whole/" + file]), File.ReadAllBytes(scratch["killed/" + file]));
        Assert.Equal(Steps(scratch["whole/events.jsonl"]), Steps(scratch["killed/events.jsonl"]));
        Assert.DoesNotContain(scratch.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    // In every process: the network, and each of its layers.
    private static void RequireEngine(string engine, string events, int starts)
    {
        string[] lines = [.. File.ReadLines(events).Where(line => line.StartsWith("""{"event":"started",""", StringComparison.Ordinal))];
        Assert.Equal(starts, lines.Length);
        foreach (string line in lines)
        {
            using JsonDocument started = JsonDocument.Parse(line);
            JsonElement engines = started.RootElement.GetProperty("engines");
            Assert.Equal(engine, engines.GetProperty("network").GetString());
            Assert.All(
                engines.GetProperty("layers").EnumerateArray(), layer => Assert.Equal(engine, layer.GetProperty("engine").GetString()));
        }
    }

    private static long LastStep(string path)
    {
        if (!File.Exists(path)) return 0;
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return StepPattern()
            .Matches(reader.ReadToEnd()).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).LastOrDefault();
    }

    // Everything that says what a step did; when it did it differs from run to run.
    private static IEnumerable<string> Steps(string path) => File.ReadLines(path).Where(line => !TimedPattern().IsMatch(line));

    // Only whole lines: the last one may still be on its way.
    [GeneratedRegex("""^\{"event":"step",.*"step":(\d+).*\n""", RegexOptions.Multiline)]
    private static partial Regex StepPattern();

    [GeneratedRegex("""^\{"event":"(started|epoch|finished)".*""")]
    private static partial Regex TimedPattern();
}
