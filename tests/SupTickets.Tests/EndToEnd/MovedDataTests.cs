using SkiaSharp;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Data;
using SupTickets.Training;
using TemporaryFolder = SupTickets.Tests.Storage.TemporaryFolder;

namespace SupTickets.Tests.EndToEnd;

/// <summary>Sweeps and runs whose data folder has moved since they began.</summary>
[Collection(nameof(WholeRuns))]
public sealed class MovedDataTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public MovedDataTests()
    {
        foreach (string part in new[] { "train", "val" })
        {
            foreach (string name in new[] { "ant", "bee" })
            {
                for (int number = 0; number < 6; number++)
                    ImageFiles.Write(
                        Path.Combine(Directory.CreateDirectory(scratch[$"images/{part}/{name}"]).FullName, $"{number}.png"), 40 + number,
                        32, SKEncodedImageFormat.Png);
            }
        }

        Recipe recipe = SmallRun.Recipe("rigl") with
        {
            Threads = 1,
            Model = new() { Name = "lenet5", Width = 0.5 },
            Data = new() { Name = "imagefolder", Folder = scratch["images"], ImageSize = 32 },
        };
        recipe = recipe with { Schedule = recipe.Schedule with { Batch = 6 } };
        File.WriteAllText(scratch["grid.json"], $$"""{ "recipe": {{RecipeJson.Write(recipe)}}, "seeds": [1, 2, 3] }""");
        Finish("sweep", scratch["grid.json"], "--out", scratch["grid"], "--run", "0");
        // The second one has begun and can go on; the third has not.
        SweepFolder folder = SweepFolder.Open(scratch["grid"]);
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => SweepRunner.Run(
            folder, folder.Sweep.Runs[1], 1, SupTickets.Networks.EngineCosts.Committed, [new CancelAt(5, stop)], stop.Token));
        Directory.Move(scratch["images"], scratch["moved"]);
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_sweep_goes_on_with_its_data_at_another_place()
    {
        Assert.Contains("does not exist", Tool.Refused("sweep", scratch["grid"]), StringComparison.Ordinal);
        string run = scratch["grid/runs/grid--2"];
        string missing = Tool.Refused("resume", run, "--json");
        Assert.Contains($"the data folder '{scratch["images"]}' of this run does not exist; where it was moved, name it: suptickets resume "
            + $"{run} --data-dir DIR", missing, StringComparison.Ordinal);
        Finish("sweep", scratch["grid"], "--data-dir", scratch["moved"], "--workers", "2");
        SweepFolder after = SweepFolder.Open(scratch["grid"]);
        Assert.All(after.Sweep.Runs, one => Assert.Equal(SweepRunState.Finished, after.StateOf(one)));
        // Nobody has to say so again, and the runs that had finished know it too.
        Finish("sweep", scratch["grid"]);
        Finish("sweep", scratch["grid.json"], "--out", scratch["grid"], "--data-dir", scratch["moved"]);
        Finish("eval", scratch["grid/runs/grid--1"], "--threads", "1");
        Finish("ensemble", scratch["grid/runs/grid--1"], scratch["grid/runs/grid--3"], "--threads", "1");
    }

    [Fact]
    public void Other_data_is_refused_and_nothing_changed()
    {
        var before = SmallRun.Contents(scratch["grid"]);
        ImageFiles.Write(scratch["moved/train/ant/9.png"], 40, 32, SKEncodedImageFormat.Png);
        string refusal = Tool.Refused("sweep", scratch["grid"], "--data-dir", scratch["moved"]);
        Assert.Contains($"the data in '{scratch["moved"]}' is not that with which the run in '{scratch["grid/runs/grid--1"]}' began: it "
            + "has 13 training samples, the run began with 12", refusal, StringComparison.Ordinal);
        Assert.Contains("does not exist", Tool.Refused("sweep", scratch["grid"], "--data-dir", scratch["none"]), StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(scratch["grid"]));
    }

    [Fact]
    public void A_run_that_another_process_works_on_is_not_moved()
    {
        var before = SmallRun.Contents(scratch["grid"]);
        SweepFolder folder = SweepFolder.Open(scratch["grid"]);
        using (folder.Claim(folder.Sweep.Runs[1]))
            Assert.Contains(
                "another process is working on", Tool.Refused("sweep", scratch["grid"], "--data-dir", scratch["moved"]),
                StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(scratch["grid"]));
    }

    [Fact]
    public void A_job_waits_for_the_one_that_looks_at_the_data_and_can_be_stopped_meanwhile()
    {
        SweepFolder folder = SweepFolder.Open(scratch["grid"]);
        Sweep moved = folder.Sweep.WithDataIn(scratch["moved"], RecipeTables.Names.DataSetsInFolders);
        var before = SmallRun.Contents(scratch["grid"]);
        int said = 0;
        FileLock held = FileLock.TryTake(scratch["grid/.lock"])!;
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => SweepRunner.Take(scratch["grid"], moved, stop.Cancel, stop.Token));
        SweepFolder taken = SweepRunner.Take(
            scratch["grid"],
            moved,
            () =>
            {
                said++;
                held.Dispose();
                Assert.Equal(before, SmallRun.Contents(scratch["grid"]));
            },
            CancellationToken.None);
        Assert.Equal(1, said);
        Assert.All(taken.Sweep.Runs, run => Assert.Equal(scratch["moved"], run.Recipe.Data.Folder));
    }

    [Fact]
    public void A_look_at_moved_data_that_is_stopped_changes_nothing()
    {
        SweepFolder folder = SweepFolder.Open(scratch["grid"]);
        Sweep moved = folder.Sweep.WithDataIn(scratch["moved"], RecipeTables.Names.DataSetsInFolders);
        var before = SmallRun.Contents(scratch["grid"]);
        Assert.Throws<OperationCanceledException>(() => MovedData.Of(folder, moved, new(canceled: true)));
        Assert.Equal(before, SmallRun.Contents(scratch["grid"]));
    }

    [Fact]
    public void A_finished_run_is_read_though_a_script_still_names_its_data()
    {
        string run = scratch["grid/runs/grid--1"];
        var before = SmallRun.Contents(run);
        Finish("resume", run, "--data-dir", scratch["moved"], "--threads", "1");
        Finish("resume", run, "--data-dir", scratch["none"]);
        Assert.StartsWith(
            "--from start: '", Tool.Refused("resume", run, "--data-dir", scratch["moved"], "--from", "start"), StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(run));
    }

    private sealed class CancelAt(long step, CancellationTokenSource source) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step >= step) source.Cancel();
        }
    }

    private static void Finish(params string[] arguments)
    {
        var (code, output, error) = Tool.Run(arguments);
        Assert.True(code == 0, output + error);
    }
}
