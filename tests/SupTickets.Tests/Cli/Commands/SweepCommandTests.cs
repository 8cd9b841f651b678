using System.Text.Json;
using SupTickets.Tests.Structure;
using SupTickets.Tests.Sweeps;

namespace SupTickets.Tests.Cli.Commands;

public sealed class SweepCommandTests
{
    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "recipes", "sweeps"), "*.json").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_sweep_that_comes_with_the_sources_is_without_errors(string file) =>
        Assert.NotEmpty(
            Tool.Json("sweep", Path.Combine(Repository.Root, "recipes", "sweeps", file), "--dry-run").GetProperty("runs").EnumerateArray());

    [Fact]
    public void A_dry_run_lists_the_runs_with_their_recipes_and_writes_nothing()
    {
        using Scratch scratch = new();
        string file = scratch.Write("s.json", SampleSweep.Grid);
        JsonElement document = Tool.Json("sweep", file, "--out", scratch.Path("out"), "--dry-run", "--set", "schedule.batch=3");
        Assert.Equal(["format", "version", "name", "runs"], document.Keys());
        JsonElement run = document.GetProperty("runs")[6];
        Assert.Equal(["index", "name", "cell", "seed", "folder", "needs", "recipe"], run.Keys());
        Assert.Equal((6, "rand--0.95--41", "runs/rand--0.95--41"), (
            run.GetProperty("index").GetInt32(), run.GetProperty("name").GetString(), run.GetProperty("folder").GetString()));
        Assert.Equal(3, run.GetProperty("recipe").GetProperty("schedule").GetProperty("batch").GetInt32());
        var (code, output, _) = Tool.Run("sweep", file, "--dry-run");
        Assert.Equal(0, code);
        Assert.Contains("rand--0.95--41", output, StringComparison.Ordinal);
        Assert.Equal(["s.json"], scratch.Files());
    }

    [Theory]
    [InlineData("none.json", "SWEEP: got 'none.json', which does not exist; allowed: a JSON file such as")]
    [InlineData("FILE", "--out: got nothing; allowed: the folder of the sweep")]
    [InlineData("FILE --out OUT --workers 0", "--workers: got 0; allowed: a whole number of at least 1")]
    [InlineData(
        "FILE --out OUT --run 1 --dry-run", "--run: got 1 with --dry-run, which lists every run and does none; allowed: one of the two")]
    [InlineData(
        "FILE --out OUT --data-dir .", "--data-dir: got '.'; allowed: nothing, since the data is synthetic, which lies in no folder")]
    [InlineData("FILE --out OUT --run 8", "--run: got 8; allowed: 0 to 7")]
    [InlineData("FILE --out OUT --run=-1", "--run: got -1; allowed: 0 to 7")]
    [InlineData("FILE --out OUT --set schedule.epochs", "--set: a change to a recipe is written")]
    [InlineData("FILE --out OUT --set topology.sparsity=2 --set schedule.batch=0", "FILE: schedule.batch: got 0; allowed: ")]
    [InlineData("FILE --out FILE", "'FILE' is a file")]
    public void A_wrong_request_is_refused_and_nothing_written(string arguments, string message)
    {
        using Scratch scratch = new();
        string file = scratch.Write("s.json", SampleSweep.Grid);
        string Real(string text) =>
            text.Replace("FILE", file, StringComparison.Ordinal).Replace("OUT", scratch.Path("out"), StringComparison.Ordinal);
        Assert.StartsWith(Real(message), Tool.Refused(["sweep", .. Real(arguments).Split(' ')]), StringComparison.Ordinal);
        Assert.Equal(["s.json"], scratch.Files());
    }

    [Fact]
    public void A_sweep_that_has_begun_keeps_its_recipes_and_its_folder()
    {
        using Scratch scratch = new();
        string folder = SupTickets.Experiments.Sweeps.SweepFolder.Create(scratch.Path("s"), SampleSweep.Parse(SampleSweep.Grid)).Path;
        Assert.StartsWith("--set and --device: ", Tool.Refused("sweep", folder, "--set", "schedule.epochs=1"), StringComparison.Ordinal);
        Assert.StartsWith("--out: got ", Tool.Refused("sweep", folder, "--out", scratch.Path("t")), StringComparison.Ordinal);
        string other = scratch.Write("other.json", SampleSweep.Grid.Replace("0.95", "0.96", StringComparison.Ordinal));
        Assert.Contains(
            "holds another sweep: runs[2].name is \"rigl--0.95--41\" there, \"rigl--0.96--41\" here",
            Tool.Refused("sweep", other, "--out", folder), StringComparison.Ordinal);
        Assert.Equal(["other.json", "s/sweep.json"], scratch.Files());
    }
}
