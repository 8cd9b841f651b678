using System.Text.Json;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Sweeps;

namespace SupTickets.Tests.Cli.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly SweepFolder folder;

    public CompareCommandTests()
    {
        folder = SweepFolder.Create(scratch.Path("s"), SampleSweep.Parse(SampleSweep.Grid));
        foreach (var (index, run) in folder.Sweep.Runs.Index().Where(entry => entry.Index != 3))
            SampleSweep.Finish(folder, run, 0.5 + (index / 100.0));
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_sweep_alone_is_a_table_of_its_groups()
    {
        JsonElement document = Tool.Json("compare", folder.Path);
        Assert.Equal(["metric", "of", "groups", "comparisons"], document.Keys());
        Assert.Equal(("top1", "result"), (document.GetProperty("metric").GetString(), document.GetProperty("of").GetString()));
        JsonElement[] groups = [.. document.GetProperty("groups").EnumerateArray()];
        Assert.Equal(["rigl--0.9", "rigl--0.95", "rand--0.9", "rand--0.95"], groups.Select(group => group.GetProperty("name").GetString()));
        Assert.Equal(["name", "settings", "runs", "unfinished", "mean", "standardDeviation"], groups[0].Keys());
        Assert.Equal(0.505, groups[0].GetProperty("mean").GetDouble(), 12);
        Assert.Equal(0.01 / Math.Sqrt(2), groups[0].GetProperty("standardDeviation").GetDouble(), 12);
        Assert.Equal(JsonValueKind.Null, groups[1].GetProperty("standardDeviation").ValueKind);
        Assert.Equal(1, groups[1].GetProperty("unfinished").GetInt32());
        Assert.Equal([41, 7], groups[0].GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("seed").GetInt32()));
        Assert.Equal(0, document.GetProperty("comparisons").GetArrayLength());
    }

    [Theory]
    [InlineData("rigl--0.9")]
    [InlineData("s/runs/rigl--0.9--*")]
    public void The_groups_of_a_sweep_are_compared_with_one_of_them(string to)
    {
        JsonElement document = Tool.Json(
            "compare", folder.Path, "--to", to.Contains('/', StringComparison.Ordinal) ? scratch.Path(to) : to);
        JsonElement[] found = [.. document.GetProperty("comparisons").EnumerateArray()];
        Assert.Equal(["group", "to", "difference", "d", "p", "smallestP"], found[0].Keys());
        Assert.Equal([("rigl--0.95", "rigl--0.9"), ("rand--0.9", "rigl--0.9"), ("rand--0.95", "rigl--0.9")], found.Select(
            one => (one.GetProperty("group").GetString(), one.GetProperty("to").GetString())));
        Assert.Equal(0.04, found[1].GetProperty("difference").GetDouble(), 12);
        Assert.Equal(1 / 3.0, found[1].GetProperty("p").GetDouble(), 12);
        Assert.Equal(4, document.GetProperty("groups").GetArrayLength());
    }

    [Fact]
    public void The_table_says_what_the_figures_are_worth()
    {
        var (code, output, error) = Tool.Run("compare", folder.Path + "/runs/rand--0.9--*", "--to", folder.Path + "/runs/rigl--0.9--*");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"rand--0\.9 +2 +54\.50 % +0\.71 % +\+4\.00 % +1\.0000 +0\.3333", output);
        Assert.Contains("cannot give a p below 0.3333: too few runs", output, StringComparison.Ordinal);
        Assert.Contains("rigl--0.95: 1 of 2 runs has not finished", Tool.Run("compare", folder.Path).Out, StringComparison.Ordinal);
        Assert.Contains("differences are to ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_several_recipes_are_groups_of_their_own_and_that_is_said()
    {
        var (code, output, _) = Tool.Run("compare", folder.Path + "/runs/*--41");
        Assert.Equal(0, code);
        Assert.Contains("method.name=set, topology.sparsity=0.9, schedule.epochs=9", output, StringComparison.Ordinal);
        Assert.Contains(
            "the runs have several recipes, that differ in method.name, topology.sparsity, schedule.epochs: each is a group of its own",
            output, StringComparison.Ordinal);
        JsonElement group = Tool.Json("compare", folder.Path + "/runs/*--41").GetProperty("groups")[0];
        Assert.Equal("set", group.GetProperty("settings").GetProperty("method.name").GetString());
        Assert.Contains(
            "which is 2 groups, that differ in method.name, schedule.epochs; allowed: one group",
            Tool.Refused("compare", folder.Path, "--to", folder.Path + "/runs/rigl--0.9--41", folder.Path + "/runs/rand--0.9--41"),
            StringComparison.Ordinal);
        Assert.Contains("'' names no folder", Tool.Refused("compare", ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", null, "'nowhere' holds neither a run nor a sweep")]
    [InlineData(
        "s", "snip--0.9", "--to: got 'snip--0.9', which is no folder and no group; groups: rigl--0.9, rigl--0.95, rand--0.9, rand--0.95")]
    [InlineData("s/runs/rigl--0.9--41", "s", "--to: got ")]
    [InlineData("s/runs/rigl--0.9--41", "s/runs/none*", "matches no folder")]
    public void A_wrong_request_says_what_is_allowed(string path, string? to, string message)
    {
        string where = path.StartsWith('s') ? scratch.Path(path) : path;
        string[] rest = to is null ? [] : ["--to", to.Contains("--", StringComparison.Ordinal) ? to : scratch.Path(to)];
        Assert.Contains(message, Tool.Refused(["compare", where, .. rest]), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_figures_and_groups_without_results_are_refused()
    {
        Assert.StartsWith(
            "unknown metric (--metric) 'acc'; known: ", Tool.Refused("compare", folder.Path, "--metric", "acc"), StringComparison.Ordinal);
        Assert.StartsWith(
            "unknown part of a run (--of) 'all'; known: ", Tool.Refused("compare", folder.Path, "--of", "all"), StringComparison.Ordinal);
        Assert.Contains(
            "has no figures of 'network' to compare", Tool.Refused("compare", folder.Path, "--of", "network"), StringComparison.Ordinal);
        SweepFolder empty = SweepFolder.Create(scratch.Path("empty"), SampleSweep.Parse(SampleSweep.Grid));
        Assert.Contains("where no run has finished", Tool.Refused("compare", empty.Path), StringComparison.Ordinal);
    }
}
