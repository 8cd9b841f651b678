using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Contracts;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Tests;

public sealed class RecipeWarningsTests
{
    private static readonly Recipe Demo = Presets.Read("demo") with { Threads = 1, Data = new() { TrainSamples = 64, TestSamples = 8 } };

    [Theory]
    [InlineData(20, 0.3, 2, false, null)]
    [InlineData(
        6, 0.3, 1, false, "into superpose.share 0.3 of 6 epochs one cycle fits, so its ticket is the only one and nothing is averaged "
            + "(superpose.cycleEpochs is 1): two need a superpose.share of at least 0.334; superpose.enabled false trains without cycles")]
    [InlineData(6, 0.334, 1, false, null)]
    [InlineData(6, 0.3, 1, true, null)]
    [InlineData(6, 0.3, 2, true, "into superpose.share 0.3 of 6 epochs no cycle fits, so there is no ticket and nothing is superposed "
        + "(superpose.cycleEpochs is 2): two need a superpose.share of at least 0.667; superpose.enabled false trains without cycles")]
    [InlineData(
        4, 0.5, 2, false,
        "into superpose.share 0.5 of 4 epochs one cycle fits, so its ticket is the only one and nothing is averaged (superpose.cycleEpochs "
        + "is 2): two need more than 4 epochs, or a smaller superpose.cycleEpochs; superpose.enabled false trains without cycles")]
    public void Fewer_than_two_tickets_are_told_of_with_what_gives_two(
        int epochs, double share, int cycleEpochs, bool pretrained, string? expected)
    {
        Recipe recipe = Demo with
        {
            Schedule = Demo.Schedule with { Epochs = epochs },
            Superpose = Demo.Superpose with { Share = share, CycleEpochs = cycleEpochs, IncludePretrained = pretrained },
        };
        Assert.Equal(expected, Experiment.Plan(recipe).Warnings.SingleOrDefault());
        Assert.Empty(Experiment.Plan(recipe with { Superpose = recipe.Superpose with { Enabled = false } }).Warnings);
    }

    [Theory]
    [InlineData("lenet-300-100", "dense", 0.1, 0.9, "schedule.learningRate 0.1 is high for lenet-300-100, which has no batch norm, at the "
        + "density 1 that it starts with: about 0.03 suits it at momentum 0.9, as in --set schedule.learningRate=0.03")]
    [InlineData("lenet-300-100", "dense", 0.09, 0.9, null)]
    [InlineData("mlp", "gmp", 0.1, 0.9, "schedule.learningRate 0.1 is high for mlp, which has no batch norm, at the density 1 that it "
        + "starts with: about 0.03 suits it at momentum 0.9, as in --set schedule.learningRate=0.03")]
    [InlineData("mlp", "dense", 0.5, 0.0, null)]
    [InlineData("mlp", "dense", 1.0, 0.0, "schedule.learningRate 1 is high for mlp, which has no batch norm, at the density 1 that it "
        + "starts with: about 0.3 suits it at momentum 0, as in --set schedule.learningRate=0.3")]
    [InlineData("lenet-300-100", "rigl", 0.3, 0.9, null)]
    [InlineData("lenet-300-100", "rigl", 0.5, 0.9, "schedule.learningRate 0.5 is high for lenet-300-100, which has no batch norm, at the "
        + "density 0.05 that it starts with: about 0.1 suits it at momentum 0.9, as in --set schedule.learningRate=0.1")]
    [InlineData("lenet5", "dense", 0.1, 0.9, null)]
    [InlineData("resnet20", "dense", 1.0, 0.9, null)]
    public void A_rate_too_high_for_the_model_is_told_of_with_one_that_suits(
        string model, string method, double rate, double momentum, string? expected)
    {
        Recipe recipe = Demo with
        {
            Model = new() { Name = model },
            Method = Demo.Method with { Name = method, UpdateInterval = 1 },
            Topology = Demo.Topology with { Sparsity = method == "dense" ? 0 : 0.95 },
            Optimizer = Demo.Optimizer with { Momentum = momentum },
            Schedule = Demo.Schedule with { LearningRate = rate },
        };
        Assert.Equal(expected, Experiment.Plan(recipe).Warnings.SingleOrDefault());
        Assert.Empty(Experiment.Plan(recipe with { Optimizer = recipe.Optimizer with { Name = "adamw" } }).Warnings);
    }

    [Fact]
    public void Samples_of_one_class_alone_are_told_of()
    {
        static MemoryImages Of(string[] classes, params byte[] labels) =>
            new(new byte[3 * labels.Length], labels, classes, new(3, 1, 1), Normalization.Synthetic, new(0, Padding.Zero));

        Assert.Empty(RecipeWarnings.Classes(Of(["ant", "bee"], 1, 1, 0)));
        Assert.Equal(
            "every training sample is of the class 'bee', the other has none: one class alone teaches nothing, since the same answer is "
            + "always right",
            Assert.Single(RecipeWarnings.Classes(Of(["ant", "bee"], 1, 1))).Message);
        Assert.Contains(
            "of the class 'cat', none of the 2 others has any: ",
            Assert.Single(RecipeWarnings.Classes(Of(["ant", "bee", "cat"], 2))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "of the class 'ant', the data has no other: ", Assert.Single(RecipeWarnings.Classes(Of(["ant"], 0, 0))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static", 0.9996, "layers 'conv1', 'conv2', 'fc2' have no connection, so that nothing passes through them")]
    [InlineData("gmp", 0.9999, "2 connections are fewer than the 4 layers that share them")]
    public void A_budget_too_small_for_every_layer_is_told_of_in_the_plan(string method, double sparsity, string expected)
    {
        Recipe recipe = MethodRun.With(method);
        recipe = recipe with
        {
            Schedule = recipe.Schedule with { LearningRate = 0.01 },
            Topology = new() { Allocation = "uniform", Sparsity = sparsity },
        };
        Assert.StartsWith(expected, Assert.Single(Experiment.Plan(recipe).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_says_at_its_start_what_the_plan_said()
    {
        Recipe recipe = MethodRun.Recipe with { Superpose = MethodRun.Recipe.Superpose with { Share = 0.3 } };
        using MethodRun run = new(recipe);
        run.Train();
        TrainingEvent[] started = [
            .. run.Events.SkipWhile(happened => happened is not RunStarted).Skip(1).TakeWhile(happened => happened is Warning)];
        Assert.Equal(["superposition"], started.Cast<Warning>().Select(warning => warning.About));
        Assert.Equal(Experiment.Plan(recipe).Warnings, started.Cast<Warning>().Select(warning => warning.Message));
    }
}
