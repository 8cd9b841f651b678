using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeTextsTests
{
    [Theory]
    [InlineData("""{ "name": "a\u0000b" }""", "name: got \"a\\u0000b\"; allowed: a text without control characters")]
    [InlineData("""{ "name": "a\u001bb" }""", "name: got \"a\\u001bb\"; allowed: a text without control characters")]
    [InlineData("""{ "name": "a\nb" }""", "name: got \"a\\u000ab\"; allowed: a text without control characters")]
    [InlineData(
        """{ "data": { "labels": ["a", "b\u0007"] } }""", "data.labels[1]: got \"b\\u0007\"; allowed: a text without control characters")]
    [InlineData(
        """{ "topology": { "keepDense": ["fc\u0000"] } }""",
        "topology.keepDense[0]: got \"fc\\u0000\"; allowed: a text without control characters")]
    [InlineData(
        """{ "distill": { "teachers": ["a\u0000b"] } }""",
        "distill.teachers[0]: got \"a\\u0000b\"; allowed: a path, which has no character U+0000")]
    public void A_control_character_is_refused_by_its_key(string json, string message) =>
        Assert.Equal(message, Assert.Throws<SettingException>(() => RecipeJson.Read(json, [], new(RecipeTables.Names))).Message);

    [Fact]
    public void A_run_does_not_begin_with_one_and_a_recipe_that_has_one_is_still_read()
    {
        using TemporaryFolder scratch = new();
        Recipe recipe = SmallRun.Recipe("rigl") with { Name = "a\u0085b" };
        Assert.Throws<SettingException>(() => Experiment.Train(recipe, scratch["run"], [], CancellationToken.None));
        Assert.False(Directory.Exists(scratch["run"]));
        new RecipeValidator(RecipeTables.Names).Check(RecipeJson.Read(RecipeJson.Write(recipe)));
    }

    [Fact]
    public void Other_letters_stay() => Assert.Empty(RecipeTexts.Errors(new() { Name = "Größe 大 🎫", Data = new() { Folder = "a\nb" } }));
}
