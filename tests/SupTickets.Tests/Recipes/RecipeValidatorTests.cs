using CsCheck;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeValidatorTests
{
    private static readonly RecipeValidator Validator = new(RecipeTables.Names);

    [Fact]
    public void The_defaults_are_valid() => Assert.Equal([], Validator.Errors(new Recipe()));

    [Theory]
    [InlineData("topology.sparsity", "1.0")]
    [InlineData("topology.sparsity", "-0.1")]
    [InlineData("topology.allocation", "erq")]
    [InlineData("topology.counts", "about")]
    [InlineData("topology.keepDense", "[\"\"]", "topology.keepDense[0]")]
    [InlineData("topology.keepDense", "[\"a\", \"a\"]", "topology.keepDense[1]")]
    [InlineData("schedule.epochs", "0")]
    [InlineData("schedule.batch", "0")]
    [InlineData("schedule.learningRate", "0")]
    [InlineData("schedule.factor", "1.5")]
    [InlineData("schedule.warmupEpochs", "-1")]
    [InlineData("schedule.warmupEpochs", "226")]
    [InlineData("schedule.milestones", "[0.5, 0.5]", "schedule.milestones[1]")]
    [InlineData("schedule.milestoneEpochs", "[0]", "schedule.milestoneEpochs[0]")]
    [InlineData("model.name", "resnet21")]
    [InlineData("model.width", "0")]
    [InlineData("model.ensemble.name", "bag")]
    [InlineData("model.ensemble.members", "1")]
    [InlineData("model.ensemble.fastRate", "0")]
    [InlineData("model.ensemble.branch", " ")]
    [InlineData("data.name", "cifar")]
    [InlineData("data.trainSamples", "0")]
    [InlineData("data.validationSamples", "-1")]
    [InlineData("data.workers", "0")]
    [InlineData("data.imageSize", "0")]
    [InlineData("data.onBadImage", "ignore")]
    [InlineData("data.labels", "[]")]
    [InlineData("device", "gpu")]
    [InlineData("device", "cuda:x")]
    [InlineData("engine", "sparze")]
    [InlineData("threads", "-1")]
    [InlineData("name", " ")]
    [InlineData("method.name", "rigel")]
    [InlineData("method.updateInterval", "0")]
    [InlineData("method.stopShare", "0")]
    [InlineData("method.dropFraction", "1.1")]
    [InlineData("method.finalDropFraction", "-1")]
    [InlineData("method.dropSchedule", "steep")]
    [InlineData("method.drop", "weight")]
    [InlineData("method.grow", "grad")]
    [InlineData("method.snip.batches", "0")]
    [InlineData("method.snip.batchSize", "0")]
    [InlineData("method.snip.weights", "random")]
    [InlineData("method.graNet.initialSparsity", "1")]
    [InlineData("method.graNet.startEpoch", "-1")]
    [InlineData("method.graNet.endEpoch", "0")]
    [InlineData("method.gmp.startEpoch", "-1")]
    [InlineData("method.gmp.endEpoch", "0")]
    [InlineData("method.dsr.threshold", "0")]
    [InlineData("method.dsr.target", "0")]
    [InlineData("method.dsr.periodDoublesAt", "[0.5, 0.5]", "method.dsr.periodDoublesAt[1]")]
    [InlineData("method.dsr.endShare", "1.1")]
    [InlineData("method.snfs.newcomers", "dead")]
    [InlineData("optimizer.name", "adam")]
    [InlineData("optimizer.momentum", "1")]
    [InlineData("optimizer.weightDecay", "-1")]
    [InlineData("optimizer.decay", "some")]
    [InlineData("optimizer.beta1", "1")]
    [InlineData("optimizer.beta2", "-1")]
    [InlineData("optimizer.epsilon", "0")]
    [InlineData("optimizer.labelSmoothing", "1")]
    [InlineData("superpose.share", "0")]
    [InlineData("superpose.cycleEpochs", "0")]
    [InlineData("superpose.lowRate", "0")]
    [InlineData("superpose.highRate", "-1")]
    [InlineData("superpose.highRate", "0.0005")]
    [InlineData("superpose.rate", "saw")]
    [InlineData("superpose.explore", "always")]
    [InlineData("superpose.exploreFraction", "0")]
    [InlineData("superpose.exploreCriteria", "[{\"drop\": \"weight\"}]", "superpose.exploreCriteria[0].drop")]
    [InlineData("superpose.exploreCriteria", "[{}, {\"grow\": \"grad\"}]", "superpose.exploreCriteria[1].grow")]
    [InlineData("superpose.averaging", "mean")]
    [InlineData("superpose.beta", "1")]
    [InlineData("superpose.prune", "local")]
    [InlineData("superpose.batchNorm", "none")]
    [InlineData("distill.teachers", "[\" \"]", "distill.teachers[0]")]
    [InlineData("distill.temperature", "0")]
    [InlineData("checkpoint.everyMinutes", "-1")]
    [InlineData("checkpoint.everyEpochs", "-1")]
    [InlineData("checkpoint.everySteps", "-1")]
    [InlineData("evaluation.batch", "0")]
    [InlineData("data.folder", "\"a\\u0000b\"")]
    [InlineData("evaluation.everyEpochs", "-1")]
    [InlineData("evaluation.calibration", "goo")]
    [InlineData("log.everySteps", "0")]
    public void A_value_out_of_range_is_one_error_at_its_path(string path, string value, string? at = null) =>
        Assert.Equal([at ?? path], Paths(new RecipeEdit(path, value)));

    [Fact]
    public void Every_number_and_every_name_has_a_rule()
    {
        // Whatever its key, a value this far out has to be refused; booleans and these texts are free.
        string[] free = ["data.folder", "seed"];
        foreach (string path in RecipeKey.Root.Paths().Except(free))
        {
            RecipeKey key = path.Split('.').Aggregate(RecipeKey.Root, (section, name) => section.Find(name)!);
            string? value = key.Type == typeof(string) ? "" : key.Type == typeof(int) || key.Type == typeof(double) ? "-1000000" : null;
            if (value is not null) Assert.Contains(path, Paths(new RecipeEdit(path, value)));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused(double value)
    {
        Recipe recipe = new()
        {
            Model = new() { Width = value },
            Topology = new() { Sparsity = value },
            Schedule = new() { LearningRate = value },
            Checkpoint = new() { EveryMinutes = value },
        };
        Assert.Equal(
            ["model.width", "topology.sparsity", "schedule.learningRate", "checkpoint.everyMinutes"],
            Validator.Errors(recipe).Select(error => error.Path));
    }

    [Theory]
    [InlineData("cifar10")]
    [InlineData("cifar100")]
    [InlineData("imagefolder")]
    public void Data_on_disk_needs_a_folder(string data) => Assert.Equal(["data.folder"], Paths(new RecipeEdit("data.name", data)));

    [Fact]
    public void Ensembles_go_with_no_engine_method_or_option_that_does_not_know_them()
    {
        RecipeEdit tree = new("model.ensemble.name", "tree-net"), batch = new("model.ensemble.name", "batch-ensemble");
        Assert.Equal([], Paths(tree, new("model.ensemble.branch", "layer2")));
        Assert.Equal(["model.ensemble.branch"], Paths(batch, new("model.ensemble.branch", "layer2")));
        Assert.Equal(["engine"], Paths(batch, new("engine", "sparse")));
        Assert.Equal(["model.ensemble.name"], Paths(batch, new("method.name", "small-dense")));
    }

    [Fact]
    public void A_cyclic_phase_must_leave_a_normal_phase()
    {
        Assert.Equal(["superpose.share"], Paths(new("schedule.epochs", "8"), new("superpose.share", "1")));
        Assert.Equal([], Paths(new("schedule.epochs", "9"), new("superpose.share", "1")));
        Assert.Equal([], Paths(new("schedule.epochs", "8"), new("superpose.share", "1"), new("superpose.enabled", "false")));
    }

    [Fact]
    public void GraNet_ends_after_it_starts_within_the_normal_phase_and_gets_sparser()
    {
        RecipeEdit granet = new("method.name", "granet");
        Assert.Equal(["method.graNet.endEpoch"], Paths(granet, new("method.graNet.startEpoch", "110")));
        Assert.Equal(["method.graNet.endEpoch"], Paths(granet, new("method.graNet.endEpoch", "227")));
        Assert.Equal(["method.graNet.initialSparsity"], Paths(granet, new("topology.sparsity", "0.4")));
        Assert.Equal([], Paths(granet, new("topology.sparsity", "0.5")));
        Assert.Equal([], Paths(new("topology.sparsity", "0.4"), new("method.graNet.endEpoch", "1000")));
    }

    [Fact]
    public void A_name_in_no_table_hides_no_conflict_of_the_method_and_every_method_is_asked_once()
    {
        Assert.Equal(
            ["method.drop", "method.graNet.endEpoch"],
            Paths(new RecipeEdit("method.name", "granet"), new RecipeEdit("method.drop", "largest"), new RecipeEdit(
                "method.graNet.endEpoch", "900")));
        Assert.Equal(
            ["method.stopShare", "method.dsr.threshold"], Paths(
                new RecipeEdit("method.stopShare", "2"), new RecipeEdit("method.dsr.threshold", "0")));
    }

    [Fact]
    public void Gmp_ends_after_it_starts_within_the_normal_phase()
    {
        RecipeEdit gmp = new("method.name", "gmp");
        Assert.Equal(["method.gmp.endEpoch"], Paths(gmp, new("method.gmp.startEpoch", "110")));
        Assert.Equal(["method.gmp.endEpoch"], Paths(gmp, new("method.gmp.endEpoch", "227")));
        Assert.Equal([], Paths(new("method.gmp.startEpoch", "110"), new("method.gmp.endEpoch", "1000")));
    }

    [Fact]
    public void Criteria_are_not_accepted_by_methods_that_have_ways_of_their_own()
    {
        Assert.Equal(["method.drop", "method.grow"], Paths(
            new("method.name", "snfs"), new("method.drop", "magnitude"), new("method.grow", "random")));
        Assert.Equal(["method.grow"], Paths(new("method.name", "dsr"), new("method.grow", "random")));
        Assert.Equal(["optimizer.momentum"], Paths(new("method.name", "snfs"), new("optimizer.momentum", "0")));
    }

    [Fact]
    public void Criteria_of_one_exploration_replace_both_of_a_method_that_has_a_way_of_its_own()
    {
        RecipeEdit snfs = new("method.name", "snfs");
        Assert.Equal(["superpose.exploreCriteria[1]"], Paths(snfs, new("superpose.exploreCriteria", "[{}, {\"drop\": \"magnitude\"}]")));
        Assert.Equal([], Paths(snfs, new("superpose.exploreCriteria", "[{\"drop\": \"magnitude\", \"grow\": \"random\"}]")));
        Assert.Equal(
            [], Paths(new RecipeEdit("superpose.exploreCriteria", "[{\"drop\": \"high-magnitude\"}, {\"grow\": \"random\"}, {}]")));
        Assert.Equal(
            ["optimizer.momentum"], Paths(new("superpose.exploreCriteria", "[{\"grow\": \"momentum\"}]"), new("optimizer.momentum", "0")));
    }

    [Fact]
    public void A_list_of_objects_says_what_an_entry_may_be()
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read(
            "{}", [new("superpose.exploreCriteria", "3"), new("superpose.exploreCriteria", "[{\"drops\": \"x\"}]")], Validator));
        Assert.Equal(
            ["superpose.exploreCriteria: got 3; allowed: a list, each entry an object with the keys drop, grow",
             "superpose.exploreCriteria[0].drops: got \"x\"; allowed: the keys drop, grow; did you mean 'drop'?"],
            error.Errors.Select(one => one.ToString()));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        Assert.Equal(["topology.sparsity"], Paths(new RecipeEdit("method.name", "dense")));
        Assert.Equal(["optimizer.momentum"], Paths(new("optimizer.nesterov", "true"), new("optimizer.momentum", "0")));
        Assert.Equal(["optimizer.momentum"], Paths(new("method.grow", "momentum"), new("optimizer.momentum", "0")));
        Assert.Equal(["method.finalDropFraction"], Paths(new("method.dropSchedule", "cosine"), new("method.finalDropFraction", "0.6")));
        Assert.Equal(["schedule.batch"], Paths(new("data.trainSamples", "100"), new("data.dropLast", "true")));
        Assert.Equal(["model.narrowedFrom"], Paths(new RecipeEdit("model.narrowedFrom", "1")));
        Assert.Equal(["model.narrowedFrom"], Paths(new("method.name", "small-dense"), new("model.narrowedFrom", "0")));
        Assert.Equal(["topology.keepDense"], Paths(new("method.name", "small-dense"), new("topology.keepDense", "[\"fc\"]")));
    }

    [Fact]
    public void A_family_of_models_is_known_by_its_members() => Assert.Equal([], Paths(new RecipeEdit("model.name", "wrn-16-4")));

    [Fact]
    public void Sparsity_is_valid_exactly_from_zero_up_to_one() =>
        Gen.Double[-2, 2].Sample(sparsity =>
            (sparsity is >= 0 and < 1) == (Validator.Errors(new Recipe { Topology = new() { Sparsity = sparsity } }).Count == 0));

    [Fact]
    public void Check_throws_every_error_at_once()
    {
        var error = Assert.Throws<SettingException>(
            () => Validator.Check(new Recipe { Engine = "x", Schedule = new() { Epochs = 0, Batch = 0 } }));
        Assert.Equal(["engine", "schedule.epochs", "schedule.batch"], error.Errors.Select(one => one.Path));
    }

    private static IEnumerable<string> Paths(params RecipeEdit[] edits)
    {
        try
        {
            RecipeJson.Read("{}", edits, Validator);
            return [];
        }
        catch (SettingException e)
        {
            return [.. e.Errors.Select(error => error.Path)];
        }
    }
}
