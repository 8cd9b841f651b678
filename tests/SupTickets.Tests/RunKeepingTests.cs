using SupTickets.Experiments;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests;

/// <summary>What is kept of a run, and found again.</summary>
public sealed class RunKeepingTests
{
    [Fact]
    public void A_kept_run_tells_what_the_run_itself_tells()
    {
        using TemporaryFolder folder = new();
        string run = SmallRun.Train("rigl", folder["runs/one"]);
        string kept = RunKeeping.Keep(run, folder["kept"], CancellationToken.None);
        Assert.Equal(folder["kept/one"], kept);
        Assert.Equal(
            ["averages.json", "data.json", "engine-costs.json", "events.jsonl", "metrics.json", "recipe.json", "tickets.json"],
            Directory.EnumerateFileSystemEntries(kept).Select(Path.GetFileName).Order());
        Assert.Equal([kept], Directory.EnumerateFileSystemEntries(folder["kept"]));
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "metrics.json")), File.ReadAllBytes(Path.Combine(kept, "metrics.json")));

        // Curves are all there, single steps and connections are not.
        RunRecord before = RunRecord.Read(RunFolder.Open(run)), after = RunRecord.Read(RunFolder.Open(kept));
        Assert.Equal([], after.Damage);
        Assert.Equal(before.History.Epochs, after.History.Epochs);
        Assert.Equal(before.History.Evaluations, after.History.Evaluations);
        Assert.Equal(before.History.Tickets, after.History.Tickets);
        Assert.NotEmpty(before.History.Steps);
        Assert.Equal((0, 0), (after.History.Steps.Count, after.History.Topology.Count));

        // Every average of Figure 3, that of the run's own rule as the run measured it.
        KeptRuns runs = KeptRuns.Read(folder["kept"]);
        RunSummary summary = RunFolder.Open(run).ReadMetrics();
        Assert.Equal(summary.Superposed!.Metrics, runs.Averaged(kept, "cia", 0));
        foreach (AveragingSetting setting in AveragingSetting.All)
        {
            Metrics measured = RunMeasurements.Measure(run, setting.Averaging, setting.Beta, CancellationToken.None);
            Assert.Equal(measured, runs.Averaged(kept, setting.Averaging, setting.Beta));
        }

        Assert.Equal(["caa", "cia", "cima 0.1", "cima 0.2", "cima 0.5", "cima 0.8", "cima 0.9"],
            AveragingSetting.All.Select(setting => setting.Key).Order());
        Assert.Throws<RunFolderException>(() => runs.Averaged(kept, "cima", 0.7));
        Assert.Throws<RunFolderException>(() => runs.Together([kept, kept]));

        // Kept again, nothing is written; another run under its name is refused.
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(kept, "averages.json"));
        Assert.Equal(kept, RunKeeping.Keep(run, folder["kept"], CancellationToken.None));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(kept, "averages.json")));
        string other = SmallRun.Train("set", folder["others/one"]);
        RunFolderException refused =
            Assert.Throws<RunFolderException>(() => RunKeeping.Keep(other, folder["kept"], CancellationToken.None));
        Assert.Contains("holds another run", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_stopped_while_it_is_kept_leaves_nothing()
    {
        using TemporaryFolder folder = new();
        string run = SmallRun.Train("rigl", folder["runs/one"]);
        Assert.ThrowsAny<OperationCanceledException>(() => RunKeeping.Keep(run, folder["kept"], new CancellationToken(canceled: true)));
        Assert.Equal([], Directory.EnumerateFileSystemEntries(folder["kept"]));
        File.Delete(Path.Combine(run, "metrics.json"));
        Assert.Throws<RunFolderException>(() => RunKeeping.Keep(run, folder["kept"], CancellationToken.None));
    }

    // Name, places, threads, checkpoints and logs decide nothing; the seed does.
    [Fact]
    public void A_run_is_found_by_what_it_computes()
    {
        using TemporaryFolder folder = new();
        string run = SmallRun.Train("rigl", folder["runs/one"]);
        Recipe recipe = SmallRun.Recipe("rigl");
        RunKeeping.Keep(run, folder["kept"], CancellationToken.None);
        KeptRuns kept = KeptRuns.Read(folder["kept"]);
        Assert.Equal(1, kept.Count);
        Recipe other = recipe with
        {
            Name = "other",
            Threads = 2,
            Data = recipe.Data with { Folder = "elsewhere" },
            Checkpoint = new() { EverySteps = 7 },
            Log = new() { EverySteps = 3 },
        };
        Assert.True(kept.Has(other));
        Assert.False(kept.Has(recipe with { Seed = recipe.Seed + 1 }));
        RunGroup group = Assert.Single(kept.GroupsOf(new("s", [new(0, "g--1", ["g"], recipe.Seed, other, []), new(
            1, "g--2", ["g"], 2, recipe with { Seed = 2 }, [])])));
        Assert.Equal(("g", 1, Path.Combine(folder["kept"], "one")), (group.Name, group.Unfinished, Assert.Single(group.Runs).Folder));
        Assert.Equal(0, KeptRuns.Read(folder["nowhere"]).Count);
    }
}
