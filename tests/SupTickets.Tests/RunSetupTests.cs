using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Tests.Training;
using SupTickets.Values;

namespace SupTickets.Tests;

/// <summary>What only data and network together can refuse.</summary>
public sealed class RunSetupTests
{
    private static Recipe Small(string model, int samples, int batch) => new()
    {
        Threads = 1,
        Data = new() { TrainSamples = samples, TestSamples = 4 },
        Model = new() { Name = model, Width = 0.1 },
        Schedule = new() { Epochs = 1, Batch = batch, LearningRate = 0.05 },
        Method = new() { Name = "static" },
        Superpose = new() { Enabled = false },
        Checkpoint = new() { EveryMinutes = 0 },
        Evaluation = new() { Batch = 4, EveryEpochs = 0 },
    };

    [Theory]
    [InlineData("auto")]
    [InlineData("dense")]
    [InlineData("sparse")]
    public void A_batch_that_gives_a_batch_norm_one_value_a_channel_is_refused_by_its_name_before_anything_is_computed(string engine)
    {
        const string Why = "batch norm 'classifier.2' would have a single value in each channel there, which it cannot normalise";
        Assert.Equal($"schedule.batch: got 1; allowed: at least 2: {Why}", Refusal(Small("vgg16", 9, 1) with { Engine = engine }));
        Assert.Equal(
            "schedule.batch: got 8; allowed: a size that does not leave a single one of the 9 training samples for an epoch's last batch, "
            + $"or data.dropLast: {Why}",
            Refusal(Small("vgg16", 9, 8) with { Engine = engine }));
        Assert.Equal($"data.trainSamples: got 1; allowed: at least 2: {Why}", Refusal(Small("vgg16", 1, 8) with { Engine = engine }));
        Recipe scored =
            Small("vgg16", 9, 3) with { Engine = engine, Method = new() { Name = "snip", Snip = new() { BatchSize = 8, Batches = 2 } } };
        Assert.Equal(
            $"method.snip.batchSize: got 8; allowed: a size that leaves no single one of the 9 training samples for a batch: {Why}",
            Refusal(scored));
    }

    [Fact]
    public void Batches_of_two_or_without_the_last_are_accepted()
    {
        using RunSetup two = new(Small("vgg16", 10, 2), EngineCosts.Committed), dropped = new(
            Dropping(Small("vgg16", 9, 8)), EngineCosts.Committed);
        using RunSetup scored = new(
            Small("vgg16", 9, 3) with { Method = new() { Name = "snip", Snip = new() { BatchSize = 8, Batches = 1 } } },
            EngineCosts.Committed);
        using RunSetup without = new(Small("lenet5", 9, 1), EngineCosts.Committed);
    }

    // Values are counted, not samples: the last maps of a ResNet have 64 pixels each.
    [Theory]
    [InlineData("dense", 8)]
    [InlineData("sparse", 8)]
    [InlineData("auto", 1)]
    public void A_single_sample_trains_where_every_map_has_several_pixels(string engine, int batch)
    {
        TinyRun run = new();
        run.Train(Small("resnet20", 9, batch) with { Engine = engine });
        Assert.All(run.Checkpoints[^1].Network.Tensors, tensor => Assert.DoesNotContain(tensor.Floats, float.IsNaN));
    }

    private static Recipe Dropping(Recipe recipe) => recipe with { Data = recipe.Data with { DropLast = true } };

    private static string Refusal(Recipe recipe) =>
        Assert.Single(Assert.Throws<SettingException>(() => new RunSetup(recipe, EngineCosts.Committed).Dispose()).Errors).ToString();
}
