using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeEditTests
{
    private static readonly RecipeValidator Validator = new(RecipeTables.Names);

    [Theory]
    [InlineData("schedule.epochs=20", "\"epochs\": 20")]
    [InlineData("topology.sparsity=0.9", "\"sparsity\": 0.9")]
    [InlineData("superpose.enabled=false", "\"enabled\": false")]
    [InlineData("method.name=set", "\"name\": \"set\"")]
    [InlineData("method.name=\"set\"", "\"name\": \"set\"")]
    [InlineData("name=7", "\"name\": \"7\"")]
    [InlineData("name=a=b", "\"name\": \"a=b\"")]
    [InlineData("method.grow=null", "\"grow\": null")]
    [InlineData("schedule.milestoneEpochs=[1, 2]", "\"milestoneEpochs\": [\n      1,\n      2\n    ]")]
    [InlineData("seed=18446744073709551615", "\"seed\": 18446744073709551615")]
    public void A_value_is_json_or_plain_text(string edit, string expected) =>
        Assert.Contains(expected, RecipeJson.Write(RecipeJson.Read("{}", [RecipeEdit.Parse(edit)], Validator)), StringComparison.Ordinal);

    [Fact]
    public void A_section_is_replaced_as_a_whole_and_later_edits_win()
    {
        Recipe recipe = RecipeJson.Read(
            """{ "model": { "name": "mlp", "width": 0.5 } }""",
            [new("model", """{ "name": "vgg16" }"""), new("seed", "1"), new("seed", "2")], Validator);
        Assert.Equal(new ModelOptions { Name = "vgg16", Width = 1 }, recipe.Model);
        Assert.Equal(2ul, recipe.Seed);
    }

    [Theory]
    [InlineData("schedule.epoch=5", "schedule.epochs")]
    [InlineData("scedule.epochs=5", "schedule.epochs")]
    [InlineData("method.granet.endEpoch=5", "method.graNet.endEpoch")]
    public void An_unknown_path_suggests_the_nearest(string edit, string suggestion)
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read("{}", [RecipeEdit.Parse(edit)], Validator)).Errors.Single();
        Assert.Equal((edit.Split('=')[0], suggestion), (error.Path, error.Suggestion));
    }

    [Theory]
    [InlineData("schedule.epochs=ten", "schedule.epochs: got \"ten\"; allowed: a whole number")]
    [InlineData("schedule.epochs.x=1", "schedule.epochs.x: got 1; allowed: no key below schedule.epochs; did you mean 'schedule.epochs'?")]
    [InlineData("topology.sparsity=NaN", "topology.sparsity: got \"NaN\"; allowed: a finite number")]
    [InlineData("topology.sparsity=-0.1", "topology.sparsity: got -0.1; allowed: a number in [0, 1)")]
    public void A_wrong_value_is_an_error_of_the_recipe(string edit, string message) =>
        Assert.Equal(message, Assert.Throws<SettingException>(() => RecipeJson.Read("{}", [RecipeEdit.Parse(edit)], Validator)).Message);

    [Theory]
    [InlineData("epochs")]
    [InlineData("=5")]
    public void An_edit_without_path_or_value_is_refused(string edit) => Assert.Throws<FormatException>(() => RecipeEdit.Parse(edit));
}
