using System.Text.Json.Nodes;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Tests.Reports;
using SupTickets.Tests.Storage;
using SupTickets.Values;

namespace SupTickets.Tests.Sweeps;

public sealed class RunGroupsTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly SweepFolder folder;

    public RunGroupsTests()
    {
        folder = SweepFolder.Create(scratch["s"], SampleSweep.Parse(SampleSweep.Grid));
        foreach (var (index, run) in folder.Sweep.Runs.Index().Where(entry => entry.Index != 3))
            SampleSweep.Finish(folder, run, 0.5 + (index / 100.0));
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_sweep_has_a_group_for_each_cell_with_its_seeds()
    {
        IReadOnlyList<RunGroup> groups = RunGroups.Of([folder.Path]);
        Assert.Equal([("rigl--0.9", 2, 0), ("rigl--0.95", 1, 1), ("rand--0.9", 2, 0), ("rand--0.95", 2, 0)], groups.Select(
            group => (group.Name, group.Runs.Count, group.Unfinished)));
        Assert.Equal([0.54, 0.55], groups[2].Figures(new("top1", "result")));
    }

    [Fact]
    public void Run_folders_and_patterns_are_one_group_together()
    {
        RunGroup group = Assert.Single(RunGroups.Of([folder.Path + "/runs/rand--0.95--*"]));
        Assert.Equal(("rand--0.95", 2), (group.Name, group.Runs.Count));
        Assert.Empty(group.Settings);
        group = Assert.Single(RunGroups.Of(
            [folder.FolderOf(folder.Sweep.Runs[0]), folder.Path + "/runs/rigl--0.9--*", folder.FolderOf(folder.Sweep.Runs[0]) + "/"]));
        Assert.Equal([0.5, 0.51], group.Figures(new("top1", "result")));
        Assert.Equal("rigl--0.9--41", Assert.Single(RunGroups.Of([folder.FolderOf(folder.Sweep.Runs[0])])).Name);
    }

    [Fact]
    public void Runs_of_several_recipes_are_a_group_for_each_named_by_what_tells_them_apart()
    {
        IReadOnlyList<RunGroup> groups = RunGroups.Of([folder.Path + "/runs/*--41", folder.Path + "/runs/rand--0.9--7"]);
        Assert.Equal(
            [
                "method.name=set, topology.sparsity=0.9, schedule.epochs=9", "method.name=set, topology.sparsity=0.95, schedule.epochs=9",
                "method.name=rigl, topology.sparsity=0.9, schedule.epochs=7", "method.name=rigl, topology.sparsity=0.95, schedule.epochs=7",
            ],
            groups.Select(group => group.Name));
        Assert.Equal([2, 1, 1, 1], groups.Select(group => group.Runs.Count));
        Assert.Equal(["method.name", "topology.sparsity", "schedule.epochs"], groups[0].Settings.Keys);
    }

    [Fact]
    public void What_only_people_and_machines_differ_by_makes_no_other_recipe()
    {
        RunFolder first = Finished("a", new() { Name = "here", Seed = 1, Threads = 1 });
        RunFolder second = Finished(
            "b",
            new()
            {
                Name = "there",
                Seed = 2,
                Threads = 8,
                Device = "cuda",
                Engine = "dense",
                Log = new() { EverySteps = 7 },
                Data = new()
                {
                    Workers = 3,
                }
            });
        Assert.Equal(2, Assert.Single(RunGroups.Of([first.Path, second.Path])).Runs.Count);
        RunFolder other = Finished("c", new() { Seed = 3, Schedule = new() { Batch = 7 } });
        Assert.Equal([("schedule.batch=128", 2), ("schedule.batch=7", 1)], RunGroups.Of([first.Path, second.Path, other.Path]).Select(
            group => (group.Name, group.Runs.Count)));
    }

    [Fact]
    public void A_run_that_failed_before_it_had_a_recipe_belongs_to_no_mean()
    {
        Directory.CreateDirectory(scratch["d"]);
        File.WriteAllText(Path.Combine(scratch["d"], "failure.json"), "{}");
        RunFolder first = Finished("a", new()), second = Finished("b", new() { Schedule = new() { Batch = 7 } });
        Assert.Equal(
            [("schedule.batch=128", 0), ("schedule.batch=7", 0), ("without a recipe", 1)],
            RunGroups.Of([first.Path, second.Path, scratch["d"]]).Select(group => (group.Name, group.Unfinished)));
        Assert.Equal(1, Assert.Single(RunGroups.Of([first.Path, scratch["d"]])).Unfinished);
    }

    private RunFolder Finished(string name, SupTickets.Experiments.Recipes.Recipe recipe)
    {
        RunFolder run = RunExample.Folder(scratch[name]);
        run.Begin(recipe, EngineCosts.Committed, RunExample.Data);
        run.WriteMetrics(RunExample.Summary with { Run = SupTickets.Experiments.Recipes.RecipeIdentity.Of(recipe), Seed = recipe.Seed });
        return run;
    }

    [Theory]
    [InlineData("nothing", "holds neither a run nor a sweep")]
    [InlineData("s/runs/snip--*", "matches no folder")]
    [InlineData("elsewhere/*", "matches no folder")]
    public void What_names_no_run_is_refused(string path, string message)
    {
        string error = Assert.Throws<RunFolderException>(() => RunGroups.Of([scratch[path]])).Message;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains(path, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_of_a_run_has_its_figures()
    {
        Metrics ensemble = new(0.9, 1, 0.1, 0.02, 10);
        GroupedRun run = new("r", RunExample.Summary with { Ensemble = new(2, ensemble) });
        Assert.Equal(0.75, new RunFigure("top1", "result").Of(run));
        Assert.Equal(0.75, new RunFigure("top1", "superposed").Of(run));
        Assert.Equal(0.71, new RunFigure("top1", "tickets").Of(run), 15);
        Assert.Equal((0.9, 1, 0.1, 0.02), (
            new RunFigure("top1", "ensemble").Of(run), new RunFigure("top5", "ensemble")
                .Of(run), new RunFigure("nll", "ensemble").Of(run), new RunFigure("ece", "ensemble").Of(run)));
        Assert.Contains(
            "'r' has no figures of 'network'", Assert.Throws<RunFolderException>(() => new RunFigure("top1", "network").Of(run)).Message,
            StringComparison.Ordinal);
        GroupedRun plain = new(
            "p", RunExample.Summary with { Superposed = null, Tickets = [], Ensemble = null, Network = RunExample.Metrics(0.3) });
        Assert.Equal((0.3, 0.3), (new RunFigure("top1", "result").Of(plain), new RunFigure("top1", "network").Of(plain)));
        foreach (string absent in new[] { "superposed", "tickets", "ensemble" })
            Assert.Throws<RunFolderException>(() => new RunFigure("top1", absent).Of(plain));
    }

    [Fact]
    public void Unknown_names_of_figures_are_refused()
    {
        Assert.StartsWith(
            "unknown metric (--metric) 'top2'; known: top1, ",
            Assert.Throws<UnknownNameException>(() => new RunFigure("top2", "result")).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "unknown part of a run (--of) 'tiket'; known: tickets, ",
            Assert.Throws<UnknownNameException>(() => new RunFigure("top1", "tiket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ensembles_figures_are_read_where_a_run_has_them()
    {
        string metrics = Path.Combine(folder.FolderOf(folder.Sweep.Runs[0]), "metrics.json");
        JsonNode text = JsonNode.Parse(File.ReadAllText(metrics))!;
        text["ensemble"] = JsonNode.Parse(
            """{ "tickets": 2, "metrics": { "top1": 0.8, "top5": 1, "nll": 0.4, "ece": 0.1, "samples": 10 } }""");
        File.WriteAllText(metrics, text.ToJsonString());
        Assert.Equal(
            0.8, new RunFigure("top1", "ensemble").Of(Assert.Single(RunGroups.Of([folder.FolderOf(folder.Sweep.Runs[0])])).Runs[0]));
    }

    [Fact]
    public void A_comparison_has_the_difference_of_the_means_and_the_test()
    {
        IReadOnlyList<RunGroup> groups = RunGroups.Of(folder);
        GroupComparison found = GroupComparison.Of(groups[2], groups[0], new("top1", "result"));
        Assert.Equal(("rand--0.9", "rigl--0.9", 1.0), (found.Group, found.To, found.Test.D));
        Assert.Equal(0.04, found.Difference, 12);
        Assert.Equal((1 / 3.0, 1 / 3.0), (found.Test.P, found.SmallestP), (a, b) =>
            Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
    }

    [Fact]
    public void What_cannot_be_compared_is_named()
    {
        RunGroup empty = new("empty", [], 2), odd = new(
            "odd", [new("/runs/odd", RunExample.Summary with { Superposed = null, Network = new(double.NaN, 1, double.NaN, 0, 10) })], 0);
        Assert.Contains(
            "'empty' has no run that has finished",
            Assert.Throws<RunFolderException>(() => GroupComparison.Of(empty, odd, new("top1", "result"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'/runs/odd' has a nll that is not a number",
            Assert.Throws<RunFolderException>(() => GroupComparison.Of(odd, odd, new("nll", "result"))).Message,
            StringComparison.Ordinal);
    }
}
