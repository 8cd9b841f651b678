using System.Runtime.CompilerServices;
using SupTickets.Recipes;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class PresetsTests
{
    public static TheoryData<string> Names => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_is_a_recipe_without_errors(string name) =>
        Assert.Equal([], new RecipeValidator(Experiment.Names).Errors(Presets.Read(name)));

    [Fact]
    public void The_files_of_the_papers_experiments_say_what_the_paper_says()
    {
        foreach (var (recipe, remark) in PaperRecipes.All())
        {
            string file = Path.Combine(Folder(), $"{recipe.Name}.json"), text = $"// {remark}\n{RecipeJson.Write(recipe)}\n";
            // SUPTICKETS_ACCEPT=1 rewrites the files after a change that is meant; the build embeds them afterwards.
            if (Environment.GetEnvironmentVariable("SUPTICKETS_ACCEPT") == "1") File.WriteAllText(file, text);
            Assert.Equal(text, File.ReadAllText(file));
        }
    }

    [Fact]
    public void Every_file_in_the_recipes_folder_is_a_preset()
    {
        string[] files = [.. Directory.EnumerateFiles(Folder(), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Presets.Names);
    }

    [Fact]
    public void Cycles_of_the_papers_schedules_come_out_as_printed()
    {
        Assert.Equal(3, Presets.Read("cifar10-vgg16-rigl").Superpose.CyclesIn(250));
        Assert.Equal([12, 6, 3, 2], new[] { 2, 4, 8, 12 }.Select(length => new SuperposeOptions { CycleEpochs = length }.CyclesIn(250)));
        Assert.Equal(4, Presets.Read("imagenet-resnet50-rigl").Superpose.CyclesIn(100));
        Assert.Equal(5, new SuperposeOptions { Share = 0.1, CycleEpochs = 2 }.CyclesIn(100));
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
    public void An_unknown_preset_is_refused_with_the_nearest_names_first()
    {
        var error = Assert.Throws<UnknownNameException>(() => Presets.Json("dem"));
        Assert.StartsWith("unknown preset 'dem'; known: demo, ", error.Message, StringComparison.Ordinal);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../recipes"));
}
