using System.Text.Json.Nodes;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Structure;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class PresetsTests
{
    public static TheoryData<string> Names => [.. Presets.All.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_is_a_recipe_without_errors(string name) =>
        Assert.Equal([], new RecipeValidator(RecipeTables.Names).Errors(Presets.Read(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_has_the_name_of_its_file(string name) => Assert.Equal(name, Presets.Read(name).Name);

    [Fact]
    public void Every_preset_comes_to_what_was_approved()
    {
        // The first line has every key with its default; each line after it the keys in which a preset differs. A new key changes one line.
        const string File = "Recipes/Approved/presets.jsonl";
        JsonObject defaults = Whole(new());
        JsonObject[] presets = [.. Presets.All.Names.Select(name => Whole(Presets.Read(name)))];
        string[] lines = [defaults.ToJsonString(), .. presets.Select(preset => Differences(defaults, preset).ToJsonString())];
        if (!Approval.Accepts)
        {
            // Compared as resolved: a changed default shows in every preset that takes it.
            JsonObject[] approved = [.. Approval.Read(File).Select(line => JsonNode.Parse(line)!.AsObject())];
            Approval.RequireSame(
                File,
                [.. approved.Skip(1).SelectMany(line => Lines(Merged(approved[0], line)))],
                [.. presets.SelectMany(Lines)]);
        }

        Approval.Require(File, lines);
    }

    [Fact]
    public void A_line_of_differences_and_the_defaults_are_the_whole_recipe()
    {
        JsonObject defaults = Whole(new());
        Assert.All(Presets.All.Names, name =>
        {
            JsonObject whole = Whole(Presets.Read(name));
            Assert.Equal(whole.ToJsonString(), Merged(defaults, Differences(defaults, whole)).ToJsonString());
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_that_extends_another_says_nothing_that_the_other_says_too(string name)
    {
        JsonObject own = JsonNode.Parse(Presets.Json(name), documentOptions: RecipeReader.Lenient)!.AsObject();
        if (own["extends"] is not { } extended) return;
        own.Remove("extends");
        string[] said = [.. Values("", own)], before = [.. Values("", Whole(Presets.Read(extended.GetValue<string>())))];
        Assert.NotEmpty(said);
        Assert.Empty(said.Intersect(before));
    }

    [Fact]
    public void Every_file_in_the_recipes_folder_is_a_preset()
    {
        string[] files = [
            .. Directory.EnumerateFiles(RecipesFolder(), "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Presets.All.Names);
    }

    [Fact]
    public void Cycles_of_the_papers_schedules_come_out_as_printed()
    {
        Assert.Equal(3, Presets.Read("cifar10-vgg16-rigl").Superpose.CyclesIn(250));
        Assert.Equal([12, 6, 3, 2], new[] { 2, 4, 8, 12 }.Select(length => new SuperposeRecipe { CycleEpochs = length }.CyclesIn(250)));
        Assert.Equal(4, Presets.Read("imagenet-resnet50-rigl").Superpose.CyclesIn(100));
        Assert.Equal(5, new SuperposeRecipe { Share = 0.1, CycleEpochs = 2 }.CyclesIn(100));
    }

    [Fact]
    public void The_demo_needs_no_files_and_superposes_several_tickets()
    {
        Recipe demo = Presets.Read("demo");
        Assert.Equal("synthetic", demo.Data.Name);
        Assert.Null(demo.Data.Folder);
        Assert.Equal(3, demo.Superpose.CyclesIn(demo.Schedule.Epochs));
    }

    [Fact]
    public void Every_model_has_a_base_whose_rate_suits_it_dense_and_sparse()
    {
        foreach (string model in ModelTable.Names)
        {
            Recipe recipe = Presets.Read(Presets.BaseOf(model)!);
            Assert.Equal((model, 1.0, "synthetic"), (recipe.Model.Name, recipe.Model.Width, recipe.Data.Name));
            foreach (double density in new[] { 1, 0.05 })
                Assert.InRange(
                    recipe.Schedule.LearningRate, 0, ModelTable.RateOf(model, density) ?? Presets.Read("demo").Schedule.LearningRate);
        }

        Assert.Null(Presets.BaseOf("wrn-10-2"));
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_nearest_names_first()
    {
        var error = Assert.Throws<UnknownNameException>(() => Presets.Json("dem"));
        Assert.StartsWith("unknown preset 'dem'; known: demo, ", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Whole(Recipe recipe) => JsonNode.Parse(RecipeJson.Write(recipe))!.AsObject();

    // The keys of a recipe that have other values than the defaults.
    private static JsonObject Differences(JsonObject defaults, JsonObject recipe)
    {
        JsonObject differences = [];
        foreach ((string key, JsonNode? value) in recipe)
        {
            if (JsonNode.DeepEquals(defaults[key], value)) continue;
            differences[key] = defaults[key] is JsonObject below && value is JsonObject section
                ? Differences(below, section)
                : value?.DeepClone();
        }

        return differences;
    }

    // The defaults with the differences in their place.
    private static JsonObject Merged(JsonObject defaults, JsonObject differences)
    {
        JsonObject whole = [];
        foreach ((string key, JsonNode? value) in defaults)
        {
            whole[key] = !differences.TryGetPropertyValue(key, out JsonNode? other) ? value?.DeepClone()
                : value is JsonObject below && other is JsonObject section ? Merged(below, section)
                : other?.DeepClone();
        }

        return whole;
    }

    // "demo: schedule.epochs=250", a line for each key.
    private static IEnumerable<string> Lines(JsonObject recipe) =>
        Values("", recipe).Select(line => $"{recipe["name"]!.GetValue<string>()}: {line}");

    // "schedule.epochs=250".
    private static IEnumerable<string> Values(string path, JsonObject section) => section.SelectMany(key =>
        key.Value is JsonObject below ? Values($"{path}{key.Key}.", below) : [$"{path}{key.Key}={key.Value?.ToJsonString() ?? "null"}"]);

    private static string RecipesFolder() => Path.Combine(Repository.Root, "recipes");
}
