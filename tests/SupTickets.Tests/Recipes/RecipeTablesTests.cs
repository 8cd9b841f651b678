using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tests.Structure;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

/// <summary>A name that a recipe may use is a row of the table that turns it into an object, and of nothing else.</summary>
public sealed class RecipeTablesTests
{
    public static TheoryData<string, string> Keys { get; } = new(
        from key in (IEnumerable<(string Path, IReadOnlyList<string> Names)>)
        [
            ("topology.counts", ConnectionDraws.All.Names),
            ("optimizer.decay", Optimizers.Decays.Names),
            ("superpose.batchNorm", BatchNormStatistics.All.Names),
            ("data.onBadImage", BadImages.LeftOut.Names),
            ("evaluation.calibration", Calibration.All.Names),
            ("engine", Engines.All.Names),
            ("model.ensemble.name", Ensembles.All.Names),
            ("model.name", ModelTable.Names),
        ]
        from name in key.Names
        select (key.Path, name));

    /// <summary>Recipes that people have keep their meaning: a name that goes, or changes its place in a list, is seen.</summary>
    [Fact]
    public void The_names_are_the_approved_ones() => Approval.Require("Recipes/Approved/names.txt",
    [
        $"Methods: {string.Join(", ", SparseMethods.All.Names)}",
        .. from table in typeof(RecipeNames).GetProperties()
           where table.PropertyType == typeof(IReadOnlyList<string>)
           orderby table.Name
           select $"{table.Name}: {string.Join(", ", (IReadOnlyList<string>)table.GetValue(RecipeTables.Names)!)}",
    ]);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_is_a_name_that_a_recipe_may_use(string path, string name)
    {
        Recipe recipe = RecipeJson.Read("{}", [new(path, name)], new(RecipeTables.Names));
        Assert.Contains($"\"{name}\"", RecipeJson.Write(recipe), StringComparison.Ordinal);
        Assert.Equal(10, recipe.ToTraining(stepsPerEpoch: 10).Calendar.StepsPerEpoch);
    }

    [Theory]
    [InlineData("topology.counts", "exact, bernoulli")]
    [InlineData("optimizer.decay", "all, no-norm")]
    [InlineData("superpose.batchNorm", "average, recompute, both")]
    [InlineData("data.onBadImage", "fail, skip")]
    [InlineData("evaluation.calibration", "guo, freetickets")]
    [InlineData("engine", "auto, dense, sparse")]
    [InlineData("model.ensemble.name", "none, batch-ensemble, tree-net")]
    [InlineData("data.name", "cifar10, cifar100, imagefolder, synthetic")]
    public void Any_other_name_is_refused_with_those_of_the_table(string path, string names)
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read("{}", [new(path, "no-such-name")], new(RecipeTables.Names)));
        Assert.Equal($"{path}: got \"no-such-name\"; allowed: {names}", error.Message);
    }

    [Fact]
    public void A_data_set_says_itself_whether_it_lies_in_a_folder() =>
        Assert.Equal(["cifar10", "cifar100", "imagefolder"], RecipeTables.Names.DataSetsInFolders);
}
