using System.Collections.Concurrent;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Sweeps;

namespace SupTickets.Tests.Reports;

public sealed class RunClaimTests : IDisposable
{
    private const string Random = "0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_empty_folder_is_taken_and_a_full_one_never()
    {
        Directory.CreateDirectory(folder["empty"]);
        using (RunClaim claim = RunClaim.New(folder["empty"])) Assert.Equal(folder["empty"], claim.Folder.Path);
        File.WriteAllText(folder["file"], "x");
        Assert.Contains(folder["file"], Assert.Throws<RunFolderException>(() => RunClaim.New(folder["file"])).Message);
        string refused = Assert.Throws<RunFolderException>(() => RunClaim.New(folder.Path)).Message;
        Assert.Contains(folder.Path, refused);
        Assert.Contains("not empty", refused);
        using (RunClaim claim = RunClaim.New(folder["run"])) claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
        Assert.Contains("resume", Assert.Throws<RunFolderException>(() => RunClaim.New(folder["run"])).Message);
        Assert.Equal("x", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void A_folder_is_that_of_one_process_until_the_claim_is_given_back()
    {
        RunClaim claim = RunClaim.New(folder["run"]);
        Assert.Contains("another process", Assert.Throws<RunBusyException>(() => RunClaim.New(folder["run"])).Message);
        claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
        Assert.Contains("another process", Assert.Throws<RunBusyException>(() => RunClaim.Of(RunFolder.Open(folder["run"]))).Message);
        claim.Dispose();
        RunClaim.Of(RunFolder.Open(folder["run"])).Dispose();
        Assert.Equal(["run/data.json", "run/engine-costs.json", "run/recipe.json"], folder.Files);
    }

    [Fact]
    public void Of_many_that_want_the_same_folder_one_gets_it()
    {
        ConcurrentBag<RunClaim> claims = [];
        Parallel.For(0, 32, _ =>
        {
            try
            {
                claims.Add(RunClaim.New(folder["run"]));
            }
            catch (RunFolderException)
            {
            }
        });
        Assert.Single(claims).Dispose();
    }

    [Fact]
    public void Of_many_that_want_any_folder_each_gets_its_own()
    {
        Directory.CreateDirectory(folder["run-2"]);
        File.WriteAllText(folder["run-2/mine.txt"], "x");
        File.WriteAllText(folder["run-4"], "x");
        ConcurrentBag<RunClaim> claims = [];
        Parallel.For(0, 16, _ => claims.Add(RunClaim.FirstFree(folder["run"])));
        Assert.Equal(16, claims.Select(claim => claim.Folder.Path).Distinct().Count());
        Assert.DoesNotContain(folder["run-2"], claims.Select(claim => claim.Folder.Path));
        foreach (RunClaim claim in claims) claim.Dispose();
        Assert.Equal(["run-2/mine.txt", "run-4"], folder.Files);
    }

    [Fact]
    public void A_run_that_does_not_begin_leaves_nothing()
    {
        RunClaim.New(folder["run"]).Dispose();
        Assert.False(Directory.Exists(folder["run"]));
        using (RunClaim claim = RunClaim.New(folder["run"]))
        {
            claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
            claim.Discard();
        }

        Assert.False(Directory.Exists(folder["run"]));
        Directory.CreateDirectory(folder["mine"]);
        RunClaim.New(folder["mine"]).Dispose();
        Assert.True(Directory.Exists(folder["mine"]));
    }

    [Theory]
    [InlineData(".lock")]
    [InlineData("engine-costs.json")]
    [InlineData($"engine-costs.json.{Random}.tmp")]
    [InlineData("recipe.json.tmp", $"recipe.json.{Random}.tmp", "engine-costs.json", ".lock", "tickets/")]
    public void What_a_process_killed_before_its_run_began_has_left_is_no_run_and_is_taken(params string[] left)
    {
        foreach (string name in left)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"run/{name}"])!);
            if (!name.EndsWith('/')) File.WriteAllText(folder[$"run/{name}"], "{");
        }

        Assert.Contains(
            "start it again with: suptickets train --out", Assert.Throws<RunFolderException>(() => RunFolder.Open(folder["run"])).Message);
        using (RunClaim claim = RunClaim.New(folder["run"]))
        {
            Assert.Equal(["run/.lock"], folder.Files);
            claim.Begin(RunExample.Recipe, EngineCosts.Committed, RunExample.Data);
        }

        Assert.Equal(["run/data.json", "run/engine-costs.json", "run/recipe.json"], folder.Files);
    }

    [Theory]
    [InlineData("mine.tmp")]
    [InlineData("events.jsonl")]
    [InlineData("tickets/cycle-1.safetensors")]
    [InlineData("sweep.json")]
    public void Anything_else_is_not_taken_and_stays(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"run/{file}"])!);
        File.WriteAllText(folder[$"run/{file}"], "x");
        File.WriteAllText(folder["run/engine-costs.json"], "{");
        Assert.Contains("not empty", Assert.Throws<RunFolderException>(() => RunClaim.New(folder["run"])).Message);
        Assert.Equal(new[] { $"run/{file}", "run/engine-costs.json" }.Order(StringComparer.Ordinal), folder.Files);
    }

    [Fact]
    public void Beginnings_of_files_are_removed_when_a_run_goes_on()
    {
        using (RunClaim claim = RunClaim.New(folder["run"])) claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
        foreach (string name in new[]
        {
            $"checkpoint.safetensors.{Random}.tmp",
            $"tickets/cycle-3.safetensors.{Random}.tmp",
            "metrics.json.tmp",
            $"report.html.{Random}.tmp",
            "mine.tmp",
        })
            File.WriteAllText(folder[$"run/{name}"], "x");
        RunClaim.Of(RunFolder.Open(folder["run"])).Dispose();
        Assert.Equal(["run/data.json", "run/engine-costs.json", "run/mine.tmp", "run/recipe.json"], folder.Files);
    }

    /// <summary>As <c>report</c> does beside a run that goes on.</summary>
    [Fact]
    public void A_report_that_is_being_written_is_let_be_when_a_run_goes_on()
    {
        using (RunClaim claim = RunClaim.New(folder["run"])) claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
        RunFolder run = RunFolder.Open(folder["run"]);
        int written = 0;
        AtomicFile.Write(run.Report, stream =>
        {
            written++;
            RunClaim.Of(run).Dispose();
            Assert.True(File.Exists(stream.Name));
        });
        Assert.Equal((1, true), (written, File.Exists(run.Report)));
    }

    [Fact]
    public void A_sweep_does_not_take_the_folder_of_a_run_nor_a_run_that_of_a_sweep()
    {
        Sweep sweep = SampleSweep.Parse("""{ "seeds": [1] }""");
        using (RunClaim claim = RunClaim.New(folder["run"]))
        {
            claim.Begin(new(), EngineCosts.Committed, RunExample.Data);
            Assert.Throws<RunFolderException>(() => SweepFolder.Create(folder["run"], sweep));
        }

        SweepFolder.Create(folder["sweep"], sweep);
        Assert.Equal(["run/data.json", "run/engine-costs.json", "run/recipe.json", "sweep/sweep.json"], folder.Files);
        Assert.Throws<RunFolderException>(() => RunClaim.New(folder["sweep"]));
    }
}
