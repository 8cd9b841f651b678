using System.Text.Json;
using SupTickets.Experiments.Reproductions;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Cli.Commands;

/// <summary>Tables and figures run at the scale tiny, in this process.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ReproduceCommandTests
{
    public static TheoryData<string> All => [.. PaperReproductions.Names];

    [Theory]
    [InlineData("table-1", "RigL + Sup-tickets", "CIFAR-10 95 %")]
    [InlineData("table-8", "VGG-16 large rate", "average")]
    [InlineData("figure-3", "CIMA, β = 0.8", "VGG-16, 95 %")]
    public void It_runs_from_the_sweep_to_the_table(string name, string row, string column)
    {
        using TemporaryFolder folder = new();
        JsonElement table = Run(name, folder.Path);
        JsonElement cell = table.GetProperty("cells").EnumerateArray().Single(
            cell => cell.GetProperty("row").GetString() == row && cell.GetProperty("column").GetString() == column);
        Assert.Equal(2, cell.GetProperty("values").GetArrayLength());
        Assert.Equal(
            cell.GetProperty("values").EnumerateArray().Average(value => value.GetDouble()), cell.GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(name == "figure-3", cell.GetProperty("paper").ValueKind == JsonValueKind.Null);
        string markdown = File.ReadAllText(Path.Combine(folder.Path, "table.md"));
        Assert.Contains(row, markdown, StringComparison.Ordinal);
        Assert.Contains("48 generated images", markdown, StringComparison.Ordinal);

        // Started again it only reads what is there, and comes to the same.
        var before = Directory.EnumerateFiles(folder.Path, "metrics.json", SearchOption.AllDirectories).ToDictionary(
            file => file, File.GetLastWriteTimeUtc);
        Assert.Equal(table.ToString(), Run(name, folder.Path).ToString());
        Assert.Equal(before, before.Keys.ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    /// <summary>A long check: <c>./check --all</c>.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(All))]
    public void Every_one_runs(string name)
    {
        using TemporaryFolder folder = new();
        Run(name, folder.Path);
    }

    [Fact]
    public void Dry_runs_say_what_is_reduced_and_write_nothing()
    {
        using TemporaryFolder folder = new();
        var (code, output, _) = Tool.Run("reproduce", "table-5", "--dry-run", "--out", folder["out"]);
        Assert.Equal(0, code);
        Assert.Contains("a quarter of the channels", output, StringComparison.Ordinal);
        Assert.Contains("vgg16--0.95--C12--43", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
        JsonElement listed = Tool.Json("reproduce", "table-5", "--scale", "paper", "--seeds", "5", "--dry-run");
        Assert.Equal(24, listed.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        Assert.Contains("table-99", Tool.Refused("reproduce", "table-99"), StringComparison.Ordinal);
        Assert.Contains("huge", Tool.Refused("reproduce", "table-1", "--scale", "huge"), StringComparison.Ordinal);
        Assert.Contains(
            "narrow", Tool.Refused("reproduce", "table-2", "--scale", "narrow", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("setx", Tool.Refused("reproduce", "table-1", "--only", "setx", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("all", Tool.Refused("reproduce", "all", "--dry-run"), StringComparison.Ordinal);
        Assert.Contains("keeps 0 runs", Tool.Refused("reproduce", "all", "--from", "nowhere"), StringComparison.Ordinal);
        Assert.Contains("4,x", Tool.Refused("reproduce", "table-1", "--seeds", "4,x"), StringComparison.Ordinal);
    }

    // The third arm of Table 1 has the schedule of the run with tickets: until the cycles begin, after three epochs, it is the same run.
    [Fact]
    public void Parts_are_done_one_by_one_kept_and_made_into_tables_without_the_runs()
    {
        using TemporaryFolder folder = new();
        string[] line = ["reproduce", "table-1", "--scale", "tiny", "--out", folder["runs"], "--keep", folder["kept"], "--only"];
        Assert.Equal(0, Tool.Run([.. line, "rigl,sup,41"]).ExitCode);
        string kept = Assert.Single(Directory.EnumerateDirectories(folder["kept"]));
        Assert.Equal("rigl--cifar10--0.95--sup--41", Path.GetFileName(kept));
        Assert.Equal([kept], Directory.EnumerateDirectories(folder["runs/runs"]).Select(run => folder[$"kept/{Path.GetFileName(run)}"]));
        JsonElement table = Tool.Json([.. line, "rigl"]);
        Assert.Equal(6, Directory.EnumerateDirectories(folder["kept"]).Count());
        Assert.Equal(
            MeanLosses(folder["kept/rigl--cifar10--0.95--sup--42"])[..3],
            MeanLosses(folder["kept/rigl--cifar10--0.95--scheduled--42"])[..3]);
        Assert.NotEqual(
            MeanLosses(folder["kept/rigl--cifar10--0.95--sup--42"])[..3], MeanLosses(folder["kept/rigl--cifar10--0.95--alone--42"])[..3]);

        // Without the runs the same table, and those of other names whose runs are the same.
        Directory.Delete(folder["runs"], recursive: true);
        JsonElement again = Tool.Json("reproduce", "table-1", "--scale", "tiny", "--from", folder["kept"]).GetProperty("tables")[0];
        Assert.True(JsonElement.DeepEquals(table.GetProperty("claims"), again.GetProperty("claims")));
        Assert.True(JsonElement.DeepEquals(table.GetProperty("cells"), again.GetProperty("cells")));
        Assert.Contains("paired t, 2 pairs", File.ReadAllText(folder["kept/tables/table-1.md"]), StringComparison.Ordinal);
        JsonElement all = Tool.Json("reproduce", "all", "--scale", "tiny", "--from", folder["kept"]).GetProperty("tables");
        JsonElement averages = all.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "figure-3");
        Assert.Equal(2, averages.GetProperty("cells").EnumerateArray().First().GetProperty("values").GetArrayLength());

        // What is kept is not done again, not even in another folder.
        Tool.Json([.. line[..^1], "--only", "rigl,41"]);
        Assert.False(Directory.Exists(folder["runs/runs"]));
    }

    [Theory]
    [InlineData("--out", "x")]
    [InlineData("--only", "rigl")]
    [InlineData("--minutes", "5")]
    [InlineData("--keep", "x")]
    [InlineData("--seeds", "41")]
    public void What_runs_something_is_refused_where_nothing_runs(string option, string value) => Assert.Contains(
        $"{option}: got with --from", Tool.Refused("reproduce", "table-1", "--scale", "tiny", "--from", "kept", option, value),
        StringComparison.Ordinal);

    private static double[] MeanLosses(string folder) =>
        [.. SupTickets.Experiments.Runs.RunFolder.Open(folder).ReadEvents().Events.OfType<SupTickets.Training.EpochFinished>()
            .Select(epoch => epoch.MeanLoss)];

    private static JsonElement Run(string name, string folder)
    {
        JsonElement table = Tool.Json("reproduce", name, "--scale", "tiny", "--out", folder);
        Assert.Equal(
            ["folder", "name", "title", "scale", "reduced", "why", "notes", "verdicts", "origins", "cells", "claims"], table.Keys());
        Reproduction reproduction = PaperReproductions.Read(name);
        Assert.Equal(reproduction.Cells.Count, table.GetProperty("cells").GetArrayLength());
        Assert.All(table.GetProperty("cells").EnumerateArray(), cell => Assert.Equal(0, cell.GetProperty("unfinished").GetInt32()));
        Assert.Contains(table.GetProperty("claims").EnumerateArray(), claim => claim.GetProperty("verdict").GetString() != "not run");
        return table;
    }
}
