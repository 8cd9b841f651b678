using System.Text.Json;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Tests.Cli.Commands;

public sealed class TrainCommandTests
{
    // The demo generates thousands of images; a plan is as good with few.
    private static readonly string[] Dry = ["--set", "data.trainSamples=64", "--set", "data.testSamples=10", "--dry-run"];

    [Theory]
    [InlineData("--sparsity 1.0", "--sparsity, topology.sparsity: got 1; allowed: a number in [0, 1)")]
    [InlineData("--sparsity -0.1", "--sparsity, topology.sparsity: got -0.1; allowed: a number in [0, 1)")]
    [InlineData("--epochs 0", "--epochs, schedule.epochs: got 0; allowed: a whole number of at least 1")]
    [InlineData("--epochs ten", "--epochs, schedule.epochs: got \"ten\"; allowed: a whole number")]
    [InlineData("--model resnet21", "--model, model.name: got \"resnet21\"; allowed: ")]
    [InlineData("--data cifar", "--data, data.name: got \"cifar\"; allowed: ")]
    [InlineData("--data cifar10", "--data-dir, data.folder: got null; allowed: the folder that holds cifar10")]
    [InlineData("--engine fast", "--engine, engine: got \"fast\"; allowed: ")]
    [InlineData("--device gpu", "--device, device: got \"gpu\"; allowed: cpu, cuda, or cuda:N")]
    [InlineData("--set schedule.epoch=3", "schedule.epoch: got 3; allowed: the keys epochs, ")]
    [InlineData("--set epochs", "--set: a change to a recipe is written path.in.recipe=value, as in schedule.epochs=20, not 'epochs'")]
    [InlineData("--superpose --no-superpose", "--superpose and --no-superpose contradict each other")]
    [InlineData("demmo", "RECIPE: got 'demmo', which is neither a file nor a preset; allowed: a JSON file, or a preset (suptickets list "
        + "presets); did you mean 'demo'?")]
    public void A_wrong_request_names_option_path_value_and_what_is_allowed(string arguments, string message) =>
        Assert.StartsWith(message, Tool.Refused(["train", .. arguments.Split(' ')]), StringComparison.Ordinal);

    [Fact]
    public void A_method_that_is_no_row_is_refused_with_the_rows() => Assert.StartsWith(
        $"--method, method.name: got \"rigel\"; allowed: {string.Join(", ", SparseMethods.All.Names)}; did you mean 'rigl'?",
        Tool.Refused("train", "--method", "rigel"), StringComparison.Ordinal);

    [Fact]
    public void All_errors_of_options_and_recipe_are_listed_together()
    {
        using Scratch scratch = new();
        string file = scratch.Write("recipe.json", """{ "shedule": {}, "schedule": { "batch": 0 } }""");
        string[] lines = Tool.Refused("train", file, "--sparsity", "2", "--set", "superpose.beta=x").Split('\n');
        Assert.Equal($"{file}: 4 errors", lines[0]);
        Assert.Equal(["shedule", "superpose.beta", "--sparsity, topology.sparsity", "schedule.batch"], lines[1..].Select(line =>
            line.Trim().Split(':')[0]));
        Assert.Equal(["recipe.json"], scratch.Files());
    }

    [Fact]
    public void A_dry_run_prints_the_resolved_recipe_and_the_plan_and_writes_nothing()
    {
        using Scratch scratch = new();
        JsonElement document = Tool.Json([
            "train", "--seed", "7", "--set", "method.grow=random", "--no-superpose", "--tensorboard", .. Dry, "--out",
            scratch.Path("run")]);
        Assert.Equal(["recipe", "plan"], document.Keys());
        JsonElement recipe = document.GetProperty("recipe");
        Assert.Equal(7, recipe.GetProperty("seed").GetInt32());
        Assert.Equal("random", recipe.GetProperty("method").GetProperty("grow").GetString());
        Assert.False(recipe.GetProperty("superpose").GetProperty("enabled").GetBoolean());
        Assert.True(recipe.GetProperty("log").GetProperty("tensorBoard").GetBoolean());
        Assert.Equal(
            recipe.GetProperty("schedule").GetProperty("epochs").GetInt32(), document.GetProperty("plan").GetProperty("epochs").GetInt32());
        Assert.Empty(scratch.Files());
    }

    [Fact]
    public void Another_model_than_the_demos_does_not_inherit_its_width_but_a_recipes_does()
    {
        using Scratch scratch = new();
        Assert.Equal(1, Model("train", "--model", "resnet32").GetProperty("width").GetDouble());
        Assert.NotEqual(1, Model("train").GetProperty("width").GetDouble());
        string file = scratch.Write("recipe.json", """{ "model": { "name": "resnet20", "width": 0.25 } }""");
        Assert.Equal(0.25, Model("train", file, "--model", "resnet32").GetProperty("width").GetDouble());

        static JsonElement Model(params string[] arguments) => Tool.Json([.. arguments, .. Dry]).GetProperty("recipe").GetProperty("model");
    }

    [Fact]
    public void Without_a_recipe_a_model_starts_from_its_own_base_and_any_other_from_the_demo()
    {
        using Scratch scratch = new();
        Assert.Equal(0.03, Rate("train", "--model", "lenet-300-100"));
        Assert.Equal(0.03, Rate("train", "--model", "mlp", "--method", "dense", "--epochs", "6"));
        Assert.Equal(0.1, Rate("train", "--model", "wrn-10-2"));
        Assert.Equal(0.1, Rate("train", "demo", "--model", "lenet-300-100"));
        Assert.Equal(0.5, Rate("train", "--model", "mlp", "--set", "schedule.learningRate=0.5"));
        Assert.Equal(0.1, Rate("train", scratch.Write("own.json", "{}"), "--model", "mlp"));
        Assert.Equal("resnet20-synthetic-rigl-0.95", Resolved("train", "--model", "resnet20").GetProperty("name").GetString());

        static JsonElement Resolved(params string[] arguments) => Tool.Json([.. arguments, .. Dry]).GetProperty("recipe");
        static double Rate(params string[] arguments) =>
            Resolved(arguments).GetProperty("schedule").GetProperty("learningRate").GetDouble();
    }

    [Fact]
    public void A_run_is_named_by_what_it_is_where_the_name_it_had_no_longer_says_so()
    {
        using Scratch scratch = new();
        Assert.Equal("demo", Name("train"));
        Assert.Equal("demo", Name("train", "--epochs", "40", "--sparsity", "0.9"));
        Assert.Equal("lenet-300-100-synthetic-rigl-0.95", Name("train", "--model", "lenet-300-100"));
        Assert.Equal("resnet20-synthetic-set-0.9", Name("train", "--method", "set", "--sparsity", "0.9"));
        Assert.Equal("mine", Name("train", "--model", "lenet-300-100", "--set", "name=mine"));
        Assert.Equal("vgg16-synthetic-rigl-0.95", Name("train", "cifar10-vgg16-rigl", "--data", "synthetic"));
        string named = scratch.Write("named.json", """{ "name": "own" }"""), nameless = scratch.Write("nameless.json", "{}");
        Assert.Equal("own", Name("train", named, "--model", "resnet32"));
        Assert.Equal("resnet32-synthetic-rigl-0.95", Name("train", nameless, "--model", "resnet32"));

        static string? Name(params string[] arguments) =>
            Tool.Json([.. arguments, .. Dry]).GetProperty("recipe").GetProperty("name").GetString();
    }

    [Fact]
    public void A_plan_warns_beforehand_beside_the_table_and_in_the_document()
    {
        string[] request = ["train", "--model", "lenet-300-100", "--epochs", "6", .. Dry];
        var (code, output, error) = Tool.Run(request);
        Assert.Equal(0, code);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        string[] lines = error.TrimEnd().Split('\n');
        Assert.StartsWith("suptickets: warning: into superpose.share 0.3 of 6 epochs one cycle fits", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            lines.Select(line => line["suptickets: warning: ".Length..].TrimEnd()),
            Tool.Json(request).GetProperty("plan").GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()));
    }

    [Fact]
    public void Dense_training_needs_no_sparsity() =>
        Assert.Equal(
            0, Tool.Json(["train", "--method", "dense", .. Dry])
                .GetProperty("recipe").GetProperty("topology").GetProperty("sparsity").GetDouble());
}
