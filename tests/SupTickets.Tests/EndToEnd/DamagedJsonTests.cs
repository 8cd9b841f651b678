using SupTickets.Experiments;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Tests.Reports;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Sweeps;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Every JSON file of run and sweep folders, damaged: what is said names the file, and nothing of the program.</summary>
public sealed class DamagedJsonTests : IDisposable
{
    // Words of System.Text.Json, and names that only this program has.
    private static readonly string[] Foreign =
        [
            ".NET", "System.", "SupTickets.", "LineNumber", "BytePosition", "isFinalBlock", "JSON payload", "JSON token", "nullability",
            "constructor", "deserializ"];

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    public static MatrixTheoryData<string, string> Cases { get; } = new(
        ["recipe.json", "engine-costs.json", "data.json", "metrics.json", "sweep.json", "failure.json", "measurements.json"],
        [
            "empty", "blank", "truncated", "null", "list", "text", "unknown key", "unknown section", "wrong kind", "key twice", "half pair",
            "deep", "no value"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_is_said_in_words(string file, string damage)
    {
        (string path, Action read) = Reader(file);
        read();
        string sound = File.ReadAllText(path);
        string inner = sound.Trim()[1..];
        File.WriteAllText(path, damage switch
        {
            "empty" => "",
            "blank" => " \n",
            "truncated" => sound[..(sound.Length / 2)],
            "null" => "null",
            "list" => "[1]",
            "text" => "\"x\"",
            "unknown key" => $"{{\"nobody\": 1, {inner}",
            "unknown section" => $"{{\"nobody\": {{}}, {inner}",
            "wrong kind" => System.Text.RegularExpressions.Regex.Replace(sound, ": *(\"[^\"]*\"|[0-9.e+-]+)(?=[,\\s}])", ": [[]]"),
            "key twice" => sound.TrimEnd().TrimEnd('}') + ", " + inner,
            "half pair" => $"{{\"\\ud800\": \"\\udc00\", {inner}",
            "deep" => string.Concat(Enumerable.Repeat("[", 100)),
            _ => System.Text.RegularExpressions.Regex.Replace(sound, ": *(\"[^\"]*\"|[0-9.e+-]+)(?=[,\\s}])", ": null"),
        });
        Exception? refusal = Record.Exception(read);
        // Files of later versions may know more keys.
        if (refusal is null) Assert.Contains(damage, new[] { "unknown key", "unknown section", "key twice", "half pair" });
        if (refusal is null) return;
        Assert.IsType<InvalidDataException>(refusal);
        Assert.StartsWith($"{path}: ", refusal.Message, StringComparison.Ordinal);
        string said = refusal.Message[path.Length..];
        Assert.All(Foreign, word => Assert.DoesNotContain(word, said, StringComparison.Ordinal));
    }

    private (string Path, Action Read) Reader(string file)
    {
        RunFolder run = RunExample.Folder(scratch["run"]);
        run.Begin(RunExample.Recipe, EngineCosts.Committed, RunExample.Data);
        run.WriteMetrics(RunExample.Summary);
        Sweep grid = SampleSweep.Parse(SampleSweep.Grid);
        SweepFolder sweep = SweepFolder.Create(scratch["sweep"], grid);
        sweep.RecordFailure(grid.Runs[0], new("why", new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));
        File.WriteAllText(
            scratch["measurements.json"],
            $"{{\"a cia\": {System.Text.Json.JsonSerializer.Serialize(RunExample.Metrics(0.5), RunJson.Indented)}}}");
        return file switch
        {
            "recipe.json" => (run.Recipe, () => run.ParseRecipe()),
            "engine-costs.json" => (run.EngineCosts, () => run.ReadEngineCosts()),
            "data.json" => (run.Data, () => run.ReadData()),
            "metrics.json" => (run.Metrics, () => run.ReadMetrics()),
            "sweep.json" => (sweep.Manifest, () => SweepFolder.Open(scratch["sweep"])),
            "failure.json" => (Path.Combine(sweep.FolderOf(grid.Runs[0]), "failure.json"), () => sweep.FailureOf(grid.Runs[0])),
            _ => (scratch["measurements.json"], () =>
                new RunMeasurements(scratch["measurements.json"], CancellationToken.None).Averaged("a", "cia", 0)),
        };
    }
}
