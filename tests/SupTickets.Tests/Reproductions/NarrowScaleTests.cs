using SupTickets.Allocation;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Tests.Reproductions;

/// <summary>The scale <c>narrow</c>: the paper's recipes with a narrower network, and one set of runs for several tables.</summary>
public sealed class NarrowScaleTests
{
    public static TheoryData<string> Names =>
        [.. PaperReproductions.Names.Where(name => PaperReproductions.Read(name).Scales.Any(scale => scale.Name == "narrow"))];

    [Fact]
    public void The_tables_that_have_it() =>
        Assert.Equal(["table-1", "table-6", "table-8", "table-15", "table-17", "figure-3", "figure-5"], Names.Select(row => row.Data));

    // Table 6 stands beside the paper's with another network and other data, and says so.
    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_but_the_width_differs_from_the_paper(string name)
    {
        ILookup<string, Recipe> paper = At(name, "paper").ToLookup(run => run.Group, run => run.Recipe);
        foreach (SweepRun run in At(name, "narrow"))
        {
            Recipe whole = paper[run.Group].First(), narrow = run.Recipe;
            Assert.Equal((0.25, 1.0), (narrow.Model.Width, whole.Model.Width));
            Recipe widened = narrow with
            {
                Seed = whole.Seed,
                Model = name == "table-6" ? whole.Model : narrow.Model with { Width = 1 },
                Data = name == "table-6" ? whole.Data : narrow.Data,
                Topology = name == "table-6" ? whole.Topology : narrow.Topology,
                // Measuring changes no bit.
                Evaluation = narrow.Evaluation with { EveryEpochs = whole.Evaluation.EveryEpochs },
            };
            Assert.Equal(RecipeIdentity.OfResult(whole), RecipeIdentity.OfResult(widened));
            Assert.True(narrow.Evaluation.Ensemble);
            if (narrow.Superpose.Enabled) Assert.Equal("both", narrow.Superpose.BatchNorm);
            // The end of the normal phase, epoch 226, is measured.
            Assert.Equal((0, 250), (226 % narrow.Evaluation.EveryEpochs, narrow.Schedule.Epochs));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_tables_are_of_the_runs_of_table_1(string name)
    {
        HashSet<string> trained = [.. At("table-1", "narrow").Select(run => RecipeIdentity.OfResult(run.Recipe))];
        string[] own = [.. At(name, "narrow").Where(run => !trained.Contains(RecipeIdentity.OfResult(run.Recipe))).Select(run => run.Name)];
        Assert.Equal(name == "table-8" ? ["vgg16--large--41", "vgg16--large--42", "vgg16--large--43"] : [], own);
    }

    [Fact]
    public void The_most_informative_runs_come_first_and_the_arms_of_a_seed_together()
    {
        string[] names = [.. At("table-1", "narrow").Select(run => run.Name)];
        Assert.Equal(15 + (4 * 9), names.Length);
        Assert.Equal(
            ["rigl--cifar100--0.95--alone--41", "rigl--cifar100--0.95--scheduled--41", "rigl--cifar100--0.95--sup--41"], names[..3]);
        Assert.Equal("rigl--cifar100--0.95--sup--45", names[14]);
        Assert.Equal(
            ["set--cifar100--0.95", "rigl--cifar10--0.95", "rigl--cifar100--0.9", "granet--cifar100--0.95"],
            names[15..].Chunk(9).Select(block => Assert.Single(block.Select(name => string.Join("--", name.Split("--")[..3])).Distinct())));
        Assert.Equal([41UL, 42, 43], At("table-1", "narrow").Skip(15).Select(run => run.Seed).Distinct());
    }

    // Until the cycles begin the two differ in nothing, so that what they come to differs by the cycles alone.
    [Fact]
    public void The_scheduled_arm_has_the_schedule_of_the_run_with_tickets()
    {
        SweepRun[] runs = [.. At("table-1", "narrow")];
        foreach (SweepRun run in runs.Where(run => run.Cell[^1] == "scheduled"))
        {
            Recipe with = runs.Single(other => other.Name == run.Name.Replace("scheduled", "sup", StringComparison.Ordinal)).Recipe;
            var calendar = with.Superpose.CalendarOf(250, 391);
            Assert.Equal(
                LearningRatePlan.Milestones(with.Schedule, calendar),
                LearningRatePlan.Milestones(run.Recipe.Schedule, run.Recipe.Superpose.CalendarOf(250, 391)));
            Assert.Equal(calendar.NormalEpochs * 391, (long)((decimal)run.Recipe.Method.StopShare * 250 * 391));
            Assert.Equal(
                RecipeIdentity.OfResult(with with { Superpose = with.Superpose with { Enabled = false } }),
                RecipeIdentity.OfResult(run.Recipe with
                {
                    Method = run.Recipe.Method with { StopShare = 1 },
                    Schedule = run.Recipe.Schedule with { MilestoneEpochs = null },
                }));
        }
    }

    [Fact]
    public void Seeds_that_are_asked_for_replace_those_of_every_block()
    {
        Reproduction table = PaperReproductions.Read("table-1");
        Sweep sweep = table.SweepAt(table.Scale("narrow"), [7], [], RecipeTables.Names);
        Assert.Equal(15, sweep.Runs.Count);
        Assert.All(sweep.Runs, run => Assert.Equal(7UL, run.Seed));
    }

    // What Table 21 prints at 90 and 80 % is not ERK's; its note says what is.
    [Theory]
    [InlineData(0.95, "0.11", "0.91")]
    [InlineData(0.9, "0.225", "0.926")]
    [InlineData(0.8, "0.385", "0.941")]
    public void The_note_on_table_21_has_the_shares_that_follow_from_erk(double sparsity, string erk, string swa)
    {
        string note = Assert.Single(PaperReproductions.Read("table-21").Notes);
        double f = NetworkInspection.Planned(
            new() { Name = "resnet50" }, new(3, 32, 32), 100, Allocations.All["erk"], sparsity, []).Totals.InferenceFlopsRatio;
        double printed = double.Parse(erk, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(f, printed - 0.005, printed + 0.005);
        double whole = double.Parse(swa, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange((226 + (24 * f)) / 250, whole - 0.005, whole + 0.005);
        if (sparsity == 0.95) return;
        Assert.InRange(f, printed - 0.0005, printed + 0.0005);
        Assert.Contains(erk, note, StringComparison.Ordinal);
        Assert.Contains(swa, note, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SweepRun> At(string name, string scale)
    {
        Reproduction reproduction = PaperReproductions.Read(name);
        return reproduction.SweepAt(reproduction.Scale(scale), null, [], RecipeTables.Names).Runs;
    }
}
