using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeExtendsTests
{
    [Fact]
    public void Sections_are_merged_and_values_and_lists_replace_those_of_the_preset()
    {
        Recipe recipe = RecipeJson.Read(
            """{ "extends": "demo", "schedule": { "batch": 32, "milestones": [0.9] }, "method": { "graNet": { "endEpoch": 3 } } }""");
        Recipe demo = Presets.Read("demo");
        Recipe expected = demo with
        {
            Name = new Recipe().Name,
            Schedule = demo.Schedule with { Batch = 32, Milestones = [0.9] },
            Method = demo.Method with { GraNet = demo.Method.GraNet with { EndEpoch = 3 } },
        };
        Assert.Equal(RecipeJson.Write(expected), RecipeJson.Write(recipe));
    }

    [Fact]
    public void Where_the_key_stands_decides_nothing_and_a_null_replaces_too()
    {
        Recipe recipe = RecipeJson.Read("""{ "data": { "trainSamples": null }, "extends": "demo" }""");
        Assert.Null(recipe.Data.TrainSamples);
        Assert.Equal("resnet20", recipe.Model.Name);
    }

    [Fact]
    public void A_name_says_what_a_preset_is_and_is_not_taken_over()
    {
        Assert.Equal(new Recipe().Name, RecipeJson.Read("""{ "extends": "demo" }""").Name);
        Assert.Equal("mine", RecipeJson.Read("""{ "extends": "demo", "name": "mine" }""").Name);
    }

    [Fact]
    public void What_is_written_is_whole_and_names_no_preset()
    {
        string written = RecipeJson.Write(RecipeJson.Read("""{ "extends": "demo", "name": "demo" }"""));
        Assert.DoesNotContain("extends", written, StringComparison.Ordinal);
        Assert.Equal(RecipeJson.Write(Presets.Read("demo")), written);
    }

    [Fact]
    public void Changes_of_single_keys_come_over_both()
    {
        Recipe recipe = RecipeJson.Read(
            """{ "extends": "demo", "seed": 5 }""", [new("seed", "6"), new("schedule.batch", "16")], new(RecipeTables.Names));
        Assert.Equal((6UL, 16, 20), (recipe.Seed, recipe.Schedule.Batch, recipe.Schedule.Epochs));
    }

    [Fact]
    public void Presets_extend_one_another()
    {
        RecipeReader reader = Of(new()
        {
            ["low"] = """{ "name": "low", "seed": 1, "threads": 2 }""",
            ["high"] = """{ "extends": "low", "name": "high", "threads": 3 }""",
        });
        Assert.Equal(
            """{"seed":1,"threads":3,"engine":"dense"}""", reader.Document("""{ "extends": "high", "engine": "dense" }""").ToJsonString());
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public void A_circle_is_refused_and_shown()
    {
        RecipeReader reader = Of(
            new() { ["a"] = """{ "extends": "b" }""", ["b"] = """{ "extends": "c" }""", ["c"] = """{ "extends": "b" }""" });
        reader.Document("""{ "extends": "a" }""");
        Assert.Equal(
            [new("extends", "\"b\"", "a preset that does not come back to itself: a extends b extends c extends b")],
            reader.Errors);
    }

    [Theory]
    [InlineData(
        "\"cifar10-vgg16-rgil\"",
        "extends: got \"cifar10-vgg16-rgil\"; allowed: the name of a preset in quotes, such as cifar10-vgg16-rigl",
        "did you mean 'cifar10-vgg16-rigl'?")]
    [InlineData("\"my-own.json\"", "extends: got \"my-own.json\"; allowed: the name of a preset in quotes, such as ", "")]
    [InlineData("7", "extends: got 7; allowed: the name of a preset in quotes, such as ", "")]
    [InlineData("null", "extends: got null; allowed: the name of a preset in quotes, such as ", "")]
    [InlineData("[\"demo\"]", "extends: got [\"demo\"]; allowed: the name of a preset in quotes, such as ", "")]
    public void What_is_no_preset_is_refused_with_what_is_near(string value, string begin, string end)
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read($$"""{ "extends": {{value}} }"""));
        Assert.StartsWith(begin, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_recipe_itself_are_reported_beside_it()
    {
        string json = """{ "extends": "demo", "extends": "demo", "extend": 1, "model": { "extends": "demo" }, "seed": -1, "schedule": """
            + """{ "epochs": 0 } }""";
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read(json, [new("extends", "demo")], new(RecipeTables.Names)));
        Assert.Equal(["extends", "extend", "model.extends", "seed", "extends", "schedule.epochs"], error.Errors.Select(one => one.Path));
        Assert.Equal("every key once", error.Errors[0].Allowed);
        Assert.Equal("extends", error.Errors[1].Suggestion);
        Assert.StartsWith("the keys extends, name, seed, ", error.Errors[1].Allowed, StringComparison.Ordinal);
    }

    private static RecipeReader Of(Dictionary<string, string> presets) => new([.. presets.Keys], name => presets[name]);
}
