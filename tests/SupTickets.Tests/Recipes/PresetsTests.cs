using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
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
        // One whole recipe a line. SUPTICKETS_ACCEPT=1 approves a change that is meant.
        string file = Path.Combine(Here(), "Approved/presets.jsonl");
        string[] actual = [.. Presets.All.Names.Select(name => Whole(Presets.Read(name)).ToJsonString())];
        if (Environment.GetEnvironmentVariable("SUPTICKETS_ACCEPT") == "1") File.WriteAllLines(file, actual);
        string[] approved = File.ReadAllLines(file);
        Assert.Equal(approved.Select(NameIn), actual.Select(NameIn));
        Assert.All(approved.Zip(actual), pair => Assert.Equal(Lines(pair.First), Lines(pair.Second)));
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

    private static string NameIn(string line) => JsonNode.Parse(line)!["name"]!.GetValue<string>();

    private static string[] Lines(string recipe) => [.. Values("", JsonNode.Parse(recipe)!.AsObject())];

    // "schedule.epochs=250", a line for each key: what differs is seen at once.
    private static IEnumerable<string> Values(string path, JsonObject section) => section.SelectMany(key =>
        key.Value is JsonObject below ? Values($"{path}{key.Key}.", below) : [$"{path}{key.Key}={key.Value?.ToJsonString() ?? "null"}"]);

    private static string RecipesFolder() => Path.Combine(Here(), "../../../recipes");

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
