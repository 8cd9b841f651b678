using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SupTickets.Recipes;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Runs in a process of their own that is killed, with nothing to say about it, at a step of the test's choice.</summary>
[Collection(nameof(WholeRuns))]
public sealed partial class KilledRunTests
{
    [Theory]
    [InlineData("rigl", 5)]
    [InlineData("rigl", 14)]
    [InlineData("granet", 7)]
    [InlineData("granet", 17)]
    [InlineData("snfs", 9)]
    [InlineData("dsr", 9)]
    public async Task A_killed_run_goes_on_to_the_bytes_of_one_that_was_not(string method, int step)
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["recipe.json"], RecipeJson.Write(SmallRun.Recipe(method)));
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
        SmallRun.Train(method, scratch["whole"]);
        foreach (string file in new[] { "ticket.safetensors", "tickets/cycle-1.safetensors", "tickets/cycle-2.safetensors" })
            Assert.Equal(File.ReadAllBytes(scratch["whole/" + file]), File.ReadAllBytes(scratch["killed/" + file]));
        Assert.Equal(Steps(scratch["whole/events.jsonl"]), Steps(scratch["killed/events.jsonl"]));
        Assert.DoesNotContain(scratch.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static long LastStep(string path)
    {
        if (!File.Exists(path)) return 0;
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return StepPattern().Matches(reader.ReadToEnd()).Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).LastOrDefault();
    }

    // Everything that says what a step did; when it did it differs from run to run.
    private static IEnumerable<string> Steps(string path) => File.ReadLines(path).Where(line => !TimedPattern().IsMatch(line));

    // Only whole lines: the last one may still be on its way.
    [GeneratedRegex("""^\{"event":"step",.*"step":(\d+).*\n""", RegexOptions.Multiline)]
    private static partial Regex StepPattern();

    [GeneratedRegex("""^\{"event":"(started|epoch|finished)".*""")]
    private static partial Regex TimedPattern();
}
