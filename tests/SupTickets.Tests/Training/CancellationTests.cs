using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

/// <summary>Runs that stop in the middle. Checkpoints go through a file, as a real one does.</summary>
public sealed class CancellationTests
{
    // Measured after every epoch (3 steps) and at tickets (steps 12, 18 and 24), where the cancellation meets the measuring.
    private static readonly Recipe Recipe = MethodRun.Recipe with
    {
        Evaluation = MethodRun.Recipe.Evaluation with { EveryEpochs = 1 },
        Superpose = MethodRun.Recipe.Superpose with { IncludePretrained = true, BatchNorm = "both" },
    };

    [Theory]
    [InlineData("rigl", "cia", "sparse", 3)]
    [InlineData("rigl", "caa", "dense", 12)]
    [InlineData("rigl", "cima", "sparse", 16)]
    [InlineData("set", "cia", "dense", 18)]
    [InlineData("set", "caa", "sparse", 24)]
    [InlineData("granet", "cia", "dense", 5)]
    [InlineData("granet", "caa", "sparse", 18)]
    [InlineData("static", "cima", "sparse", 23)]
    [InlineData("snfs", "cia", "sparse", 5)]
    [InlineData("snfs", "caa", "dense", 15)]
    [InlineData("dsr", "cia", "sparse", 5)]
    [InlineData("dsr", "cima", "dense", 18)]
    [InlineData("itop", "cia", "sparse", 5)]
    [InlineData("itop", "caa", "dense", 14)]
    [InlineData("gmp", "cia", "sparse", 7)]
    [InlineData("one-shot", "cia", "dense", 11)]
    [InlineData("one-shot", "cima", "sparse", 14)]
    public void A_cancelled_run_goes_on_from_its_file_to_the_same_bits_and_figures(
        string method, string averaging, string engine, long step) =>
        RequireSame(
            Recipe with
            {
                Engine = engine,
                Method = Recipe.Method with { Name = method },
                Topology = Recipe.Topology with { Sparsity = MethodRun.IsDense(method) ? 0 : 0.8 },
                Superpose = Recipe.Superpose with { Averaging = averaging },
            },
            engine,
            step);

    public static TheoryData<string> Methods => [.. SparseMethods.All.Select(method => method.Name)];

    // Updates after steps 2 and 4 lie behind, those after 6 and more before it.
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_cancelled_run_of_every_method_goes_on(string method) =>
        RequireSame(
            MethodRun.With(method) with { Superpose = Recipe.Superpose, Evaluation = Recipe.Evaluation, Engine = "dense" }, "dense", 5);

    public static TheoryData<string> AveragingRules => [.. SupTickets.Tickets.AveragingRules.All.Names];

    // The network before the cycles, after step 12, and the first cycle's, after step 18, are averaged already.
    [Theory]
    [MemberData(nameof(AveragingRules))]
    public void A_cancelled_run_goes_on_with_what_every_averaging_rule_remembers(string averaging)
    {
        RequireSame(
            Recipe with { Engine = "dense", Superpose = Recipe.Superpose with { Averaging = averaging } }, "dense", 14, 18, 20);
    }

    public static TheoryData<string> Rates => [.. CycleRate.All.Select(rate => rate.Name)];

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_cancelled_run_goes_on_under_every_rate_of_its_cycles(string rate) =>
        RequireSame(Recipe with { Engine = "sparse", Superpose = Recipe.Superpose with { Rate = rate, HighRate = 0.05 } }, "sparse", 14);

    [Fact]
    public void A_cancelled_run_goes_on_with_criteria_of_its_own_for_each_exploration_and_updates_in_its_cycles()
    {
        ExploreCriteriaRecipe first = new() { Drop = "high-magnitude", Grow = "gradient" },
            second = new() { Drop = "magnitude", Grow = "random" };
        RequireSame(
            Recipe
                with
            { Engine = "sparse", Superpose = Recipe.Superpose with { ExploreCriteria = [first, second], UpdateInCycles = true } },
            "sparse", 11, 14, 18);
    }

    private static void RequireSame(Recipe recipe, string engine, params long[] steps)
    {
        TinyRun whole = new();
        TrainingResult expected = whole.Train(recipe);
        RequireEngine(engine, whole);
        foreach (long step in steps) RequireSame(recipe, engine, whole, expected, step);
    }

    private static void RequireSame(Recipe recipe, string engine, TinyRun whole, TrainingResult expected, long step)
    {
        Checkpoint saved = ThroughFile(CancelAfter(recipe, step));
        Assert.Equal(step, saved.Step);
        Assert.Equal(step % 3 == 0, saved.Unmeasured is not null);
        TinyRun rest = new();
        TrainingResult actual = rest.Train(recipe, saved);

        RequireEngine(engine, rest);
        Assert.Equal(TinyRun.Numbers(expected.Final), TinyRun.Numbers(actual.Final));
        Assert.Equal(expected.Tickets, actual.Tickets);
        Assert.Equal(expected.History, actual.History);
        Assert.Equal((expected.Steps, expected.TrainingFlops, expected.DenseTrainingFlops, expected.ExplorationRate), (
            actual.Steps, actual.TrainingFlops, actual.DenseTrainingFlops, actual.ExplorationRate));
        Assert.Equal(Losses(whole).Skip((int)step), Losses(rest));
        Assert.Equal(
            whole.Events.OfType<EpochFinished>().Last().MeanLoss,
            rest.Events.OfType<EpochFinished>().LastOrDefault()?.MeanLoss ?? whole.Events.OfType<EpochFinished>().Last().MeanLoss);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("sparse")]
    public void A_run_cancelled_again_and_again_ends_in_the_same_bits(string engine)
    {
        Recipe recipe = Recipe with
        {
            Engine = engine,
            Method = Recipe.Method with { Name = "rigl", Grow = "momentum" },
            Superpose = Recipe.Superpose with { Averaging = "caa" },
        };
        float[] expected = [.. TinyRun.Numbers(new TinyRun().Train(recipe).Final)];
        Checkpoint? saved = null;
        foreach (long step in new long[] { 1, 4, 11, 12, 15, 22 }) saved = ThroughFile(CancelAfter(recipe, step, saved));
        TinyRun rest = new();
        Assert.Equal(expected, TinyRun.Numbers(rest.Train(recipe, saved).Final));
        RequireEngine(engine, rest);
    }

    [Fact]
    public void A_run_cancelled_before_its_first_step_leaves_a_checkpoint_of_step_zero()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        TinyRun run = new();
        Assert.Throws<OperationCanceledException>(() => run.Train(Recipe, cancel: source.Token));
        Assert.Equal(0, run.Checkpoints.Single().Step);
        Assert.Equal(TinyRun.Numbers(new TinyRun().Train(Recipe).Final), TinyRun.Numbers(
            new TinyRun().Train(Recipe, ThroughFile(run.Checkpoints.Single())).Final));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_run_and_leaves_the_checkpoint_before_it()
    {
        // The first steps are sound; the rate of the cycles is not.
        Recipe recipe = Recipe with
        {
            Checkpoint = new() { EveryMinutes = 0, EverySteps = 4 },
            Superpose = Recipe.Superpose with { LowRate = 1e20, HighRate = 1e30 },
        };
        TinyRun run = new();
        TrainingException thrown = Assert.Throws<TrainingException>(() => run.Train(recipe));
        long failed = run.Events.OfType<StepFinished>().Last().Step + 1;
        Assert.InRange(failed, 13, 16);
        Assert.Contains($"the loss of step {failed}", thrown.Message, StringComparison.Ordinal);
        Assert.All(run.Events.OfType<StepFinished>(), step => Assert.True(double.IsFinite(step.Loss)));
        Checkpoint last = run.Checkpoints.Last();
        Assert.Equal(12, last.Step);
        Assert.All(TinyRun.Numbers(last.Network), number => Assert.True(float.IsFinite(number)));
        Assert.All(TinyRun.Numbers(new TinyRun().Train(Recipe, ThroughFile(last)).Final), number => Assert.True(float.IsFinite(number)));
    }

    private static void RequireEngine(string engine, TinyRun run)
    {
        NetworkEngines engines = run.Events.OfType<RunStarted>().Single().Engines;
        Assert.Equal(engine, Engines.NameOf(engines.Network));
        Assert.All(engines.Layers, layer => Assert.Equal(engine, Engines.NameOf(layer.Engine)));
    }

    private static IEnumerable<double> Losses(TinyRun run) => run.Events.OfType<StepFinished>().Select(step => step.Loss);

    private static Checkpoint CancelAfter(Recipe recipe, long step, Checkpoint? from = null)
    {
        using CancellationTokenSource source = new();
        TinyRun run = new()
        {
            Watch = happened =>
            {
                if (happened is StepFinished && happened.Step == step) source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => run.Train(recipe, from, source.Token));
        return run.Checkpoints.Last();
    }

    private static Checkpoint ThroughFile(Checkpoint checkpoint)
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], checkpoint, "{}", 5);
        return RunCheckpointFile.Read(folder["checkpoint"], "{}", RecipeJson.Same).Checkpoint;
    }
}
