using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeJsonTests
{
    private static readonly RecipeValidator Validator = new(RecipeTables.Names);

    [Fact]
    public void A_recipe_survives_writing_and_reading_with_every_key()
    {
        Recipe recipe = new()
        {
            Name = "Zwölf \"Tickets\"",
            Seed = ulong.MaxValue,
            Data = new() { Folder = "d", TrainSamples = 7 },
            Topology = new() { Sparsity = 0.1 + 0.2, KeepDense = ["conv1", "fc"] },
            Schedule = new() { MilestoneEpochs = [30, 60] },
            Method = new() { Grow = "momentum" },
            Log = new() { TensorBoard = true },
        };
        string written = RecipeJson.Write(recipe);
        Assert.Equal(written, RecipeJson.Write(RecipeJson.Read(written)));
        Assert.Equal(recipe.Topology.Sparsity, RecipeJson.Read(written).Topology.Sparsity);
    }

    [Fact]
    public void An_absent_key_has_its_default_and_comments_and_trailing_commas_are_welcome()
    {
        Recipe recipe = RecipeJson.Read("""{ /* short */ "schedule": { "epochs": 3, }, } // end""");
        Assert.Equal(3, recipe.Schedule.Epochs);
        Assert.Equal(RecipeJson.Write(new Recipe { Schedule = new() { Epochs = 3 } }), RecipeJson.Write(recipe));
    }

    [Theory]
    [InlineData("""{"name": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    [InlineData("""{"topology": {"keepDense": ["conv1", "\ud800x"]}}""")]
    public void Half_of_a_surrogate_pair_is_refused_with_its_place(string json) =>
        Assert.Contains(
            "half of a surrogate pair, which is no letter, at line 1, column",
            Assert.Throws<SettingException>(() => RecipeJson.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_errors_of_form_and_meaning_are_reported_together()
    {
        string json = """
            {
              "schedul": {},
              "schedule": { "epochs": "ten", "batch": 2.5, "batch": 3, "learningRate": 1e999, "milestones": [0.5, "x"] },
              "method": { "name": "rigel" },
              "topology": { "sparsity": 1.0 },
              "superpose": null,
              "seed": -1
            }
            """;
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read(json, [new("optimizer.labelSmoothing", "1")], Validator));
        Assert.Equal(
            [
                "schedul", "schedule.epochs", "schedule.batch", "schedule.batch", "schedule.learningRate", "schedule.milestones[1]",
                "superpose", "seed",
             "topology.sparsity", "method.name", "optimizer.labelSmoothing"],
            error.Errors.Select(one => one.Path));
        Assert.Equal(new SettingError("schedul", "{}", error.Errors[0].Allowed, "schedule"), error.Errors[0]);
        Assert.Equal("schedule.epochs: got \"ten\"; allowed: a whole number", error.Errors[1].ToString());
        Assert.Equal("schedule.batch: got 3 as a second value; allowed: every key once", error.Errors[3].ToString());
        Assert.Equal("topology.sparsity: got 1; allowed: a number in [0, 1)", error.Errors[8].ToString());
        Assert.Equal(
            $"method.name: got \"rigel\"; allowed: {string.Join(", ", SparseMethods.All.Names)}; did you mean 'rigl'?",
            error.Errors[9].ToString());
        Assert.StartsWith("11 errors:\n  schedul: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"seed\": 1,\n  oops\n}", "line 3, column 3")]
    [InlineData("{ \"seed\": 1", "line 1, column 12")]
    public void Text_that_is_no_json_names_the_place(string json, string place)
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read(json));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("3")]
    public void Json_that_is_no_object_is_refused(string json)
    {
        var error = Assert.Throws<SettingException>(() => RecipeJson.Read(json));
        Assert.Equal(("", json), (error.Errors.Single().Path, error.Errors.Single().Value));
    }
}
