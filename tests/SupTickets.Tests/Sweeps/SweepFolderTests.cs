using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Tests.Reports;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Sweeps;

public sealed class SweepFolderTests
{
    private static readonly Sweep Grid = SampleSweep.Parse(SampleSweep.Grid);

    [Fact]
    public void A_manifest_reads_back_as_it_was_written()
    {
        string text = SweepManifest.Write(Grid);
        Sweep read = SweepManifest.Read("sweep.json", text);
        Assert.Equal(text, SweepManifest.Write(read));
        Assert.Equal(Grid.Runs.Select(run => RecipeJson.Write(run.Recipe)), read.Runs.Select(run => RecipeJson.Write(run.Recipe)));
        Assert.True(SweepManifest.IsManifest(text));
        Assert.False(SweepManifest.IsManifest(SampleSweep.Grid));
        Assert.False(SweepManifest.IsManifest("[1"));
    }

    [Theory]
    [InlineData("\"needs\": []", "\"needs\": [\"rigl--0.9--s41\"]", "needs itself")]
    [InlineData("\"needs\": []", "\"needs\": [null]", "needs: got null as an entry")]
    [InlineData("\"needs\": []", "\"needs\": [\"\\ud800\"]", "half of a surrogate pair")]
    [InlineData("\"needs\": []", "\"needs\": [\"nobody\"]", "which is no run")]
    [InlineData("\"seed\": 41", "\"seed\": -41", "seed")]
    [InlineData("\"index\": 0", "\"index\": 1", "index")]
    public void A_manifest_that_cannot_be_run_is_refused(string sound, string wrong, string expected)
    {
        string text = SweepManifest.Write(Grid);
        Assert.Contains(sound, text, StringComparison.Ordinal);
        text = new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(sound)).Replace(
            text, wrong.Replace("s41", Grid.Runs[0].Name.Split("--")[^1], StringComparison.Ordinal), 1);
        Assert.Contains(
            expected, Assert.Throws<InvalidDataException>(() => SweepManifest.Read("sweep.json", text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_sweep_goes_on_in_its_folder_and_another_is_refused_with_what_differs()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        byte[] before = File.ReadAllBytes(folder.Manifest);
        SweepFolder.Create(scratch["s"], Grid);
        var error = Assert.Throws<RunFolderException>(
            () => SweepFolder.Create(scratch["s"], SampleSweep.Parse(SampleSweep.Grid, new RecipeEdit("optimizer.momentum", "0.5"))));
        Assert.Contains(
            "holds another sweep: runs[0].recipe.optimizer.momentum is 0.9 there, 0.5 here", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<RunFolderException>(() =>
            SweepFolder.Create(scratch["s"], SampleSweep.Parse(SampleSweep.Grid.Replace("[41, 7]", "[41]", StringComparison.Ordinal))));
        Assert.Contains("runs has 8 entries there, 4 here", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.Manifest));
        Assert.Equal(["s/sweep.json"], scratch.Files);
    }

    [Fact]
    public void A_folder_of_generated_data_which_an_earlier_version_kept_makes_no_other_sweep()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(
            scratch["s"], SampleSweep.Parse(SampleSweep.Grid, new RecipeEdit("data.folder", "\"/gone\"")));
        byte[] before = File.ReadAllBytes(folder.Manifest);
        SampleSweep.Finish(folder, folder.Sweep.Runs[0], 0.5);
        byte[] recipe = File.ReadAllBytes(RunFolder.Open(folder.FolderOf(folder.Sweep.Runs[0])).Recipe);
        foreach (Sweep asked in new[] { Grid, SampleSweep.Parse(SampleSweep.Grid, new RecipeEdit("data.folder", "\"/elsewhere\"")) })
            Assert.Equal(
                8, SweepRunner.Take(scratch["s"], asked, () => Assert.Fail("nothing was moved"), CancellationToken.None).Sweep.Runs.Count);
        Assert.Equal(before, File.ReadAllBytes(folder.Manifest));
        Assert.Equal(recipe, File.ReadAllBytes(RunFolder.Open(folder.FolderOf(folder.Sweep.Runs[0])).Recipe));
    }

    [Fact]
    public void Jobs_that_start_at_once_write_one_manifest()
    {
        using TemporaryFolder scratch = new();
        Parallel.For(0, 8, _ => SweepFolder.Create(scratch["s"], Grid));
        Assert.Equal(["s/sweep.json"], scratch.Files);
        Assert.Equal(8, SweepFolder.Open(scratch["s"]).Sweep.Runs.Count);
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_and_left_alone()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["notes.txt"], "mine");
        Assert.Contains(
            "is not empty and holds no sweep", Assert.Throws<RunFolderException>(() => SweepFolder.Create(scratch.Path, Grid)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "is a file", Assert.Throws<RunFolderException>(() => SweepFolder.Create(scratch["notes.txt"], Grid)).Message,
            StringComparison.Ordinal);
        Assert.Throws<RunFolderException>(() => SweepFolder.Create(" ", Grid));
        Assert.Throws<RunFolderException>(() => SweepFolder.Open(scratch.Path));
        Assert.Equal(["notes.txt"], scratch.Files);
    }

    [Theory]
    [InlineData("\"index\": 3", "\"index\": 4", "run 3 has the index 4")]
    [InlineData("\"name\": \"rigl--0.9--7\",\n      \"cell\"", "\"name\": \"../x\",\n      \"cell\"", "'../x' is no name")]
    [InlineData("\"name\": \"rigl--0.9--7\",\n      \"cell\"", "\"name\": \"rigl--0.9--41\",\n      \"cell\"", "that of two runs")]
    [InlineData("\"needs\": []", "\"needs\": [\"nobody\"]", "needs 'nobody', which is no run")]
    [InlineData("\"version\": 1", "\"version\": 2", "it is suptickets-sweep 2, not suptickets-sweep 1")]
    [InlineData("\"epochs\"", "\"epocs\"", "epocs")]
    [InlineData("\"seed\": 41,\n      \"folder\"", "\"folder\"", "seed")]
    public void A_damaged_manifest_is_refused_by_name(string part, string instead, string message)
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        string text = File.ReadAllText(folder.Manifest), damaged = text.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(text, damaged);
        File.WriteAllText(folder.Manifest, damaged);
        string error = Assert.Throws<InvalidDataException>(() => SweepFolder.Open(scratch["s"])).Message;
        Assert.StartsWith(folder.Manifest, error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_run_is_what_its_folder_holds()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        SweepRun run = Grid.Runs[0];
        Assert.Equal(SweepRunState.Waiting, folder.StateOf(run));
        folder.RecordFailure(run, new("out of memory", DateTimeOffset.UnixEpoch));
        Assert.Equal(SweepRunState.Failed, folder.StateOf(run));
        Assert.Equal(new("out of memory", DateTimeOffset.UnixEpoch), folder.FailureOf(run));
        folder.Clear(run);
        Assert.Equal((SweepRunState.Waiting, null), (folder.StateOf(run), folder.FailureOf(run)));
        RunFolder begun = RunExample.Folder(folder.FolderOf(run));
        begun.Begin(run.Recipe, EngineCosts.Committed, RunExample.Data);
        Assert.Equal(SweepRunState.Unfinished, folder.StateOf(run));
        folder.Clear(run);
        Assert.Equal(SweepRunState.Unfinished, folder.StateOf(run));
        File.WriteAllText(begun.Metrics, "{}");
        Assert.Equal(SweepRunState.Finished, folder.StateOf(run));
    }

    [Fact]
    public void What_a_process_killed_before_its_run_began_has_left_is_taken()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        string run = Directory.CreateDirectory(folder.FolderOf(Grid.Runs[0])).FullName;
        Directory.CreateDirectory(Path.Combine(run, "tickets"));
        File.WriteAllText(Path.Combine(run, "recipe.json.tmp"), "{");
        using RunClaim claim = RunClaim.New(run);
        Assert.Equal([Path.GetFileName(claim.Folder.Lock)], Directory.EnumerateFileSystemEntries(run).Select(Path.GetFileName));
    }

    [Fact]
    public void A_recipe_gets_the_folder_it_needs_and_threads_where_it_leaves_them_open()
    {
        using TemporaryFolder scratch = new();
        Sweep sweep = SampleSweep.Parse("""
            {
              "axes": [[
                { "name": "a" },
                { "name": "b", "needs": "a", "set": { "data.name": "imagefolder", "data.folder": "{needs}/images", "threads": 3 } }
              ]],
              "seeds": [1]
            }
            """);
        SweepFolder folder = SweepFolder.Create(scratch["a \"quoted\" place"], sweep);
        Assert.Equal(folder.FolderOf(sweep["a--1"]) + "/images", folder.RecipeOf(sweep["b--1"], threads: 2).Data.Folder);
        Assert.Equal((2, 3), (folder.RecipeOf(sweep["a--1"], threads: 2).Threads, folder.RecipeOf(sweep["b--1"], threads: 2).Threads));
    }

    [Fact]
    public void Something_else_where_a_run_belongs_is_refused_by_its_path()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        string place = folder.FolderOf(Grid.Runs[1]);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, "x");
        Assert.Equal($"'{place}' is a file; allowed: a folder of this sweep, or nothing: move it away", Refusal());
        File.Delete(place);
        File.CreateSymbolicLink(place, scratch["nowhere"]);
        Assert.Equal($"'{place}' is a link to what does not exist; allowed: a folder of this sweep, or nothing: move it away", Refusal());
        File.Delete(place);
        // A link to a folder is one.
        File.CreateSymbolicLink(place, Directory.CreateDirectory(scratch["elsewhere"]).FullName);
        SweepFolder.Create(scratch["s"], Grid);

        string Refusal() => Assert.Throws<RunFolderException>(() => SweepFolder.Create(scratch["s"], Grid)).Message;
    }

    [Fact]
    public void A_failure_makes_no_folder_of_a_sweep_that_is_gone()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["s"], Grid);
        Directory.Move(scratch["s"], scratch["t"]);
        Assert.Contains(
            "the folder of the sweep is gone",
            Assert.Throws<IOException>(() => folder.RecordFailure(Grid.Runs[0], new("why", default))).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["s"]));
    }
}
