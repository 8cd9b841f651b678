using SupTickets.Cli.Commands;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Tests.Cli.Commands;

public sealed class EpochScalingTests
{
    [Fact]
    public void What_is_given_in_epochs_keeps_its_place_in_the_run()
    {
        string json = """{ "schedule": { "epochs": 100, "warmupEpochs": 5, "milestoneEpochs": [30, 60, 85] }, "method": { "graNet": """
            + """{ "startEpoch": 10, "endEpoch": 30 }, "gmp": { "startEpoch": 5, "endEpoch": 40 } } }""";
        Assert.Equal(
            [
                new("method.graNet.startEpoch", "2"), new("method.graNet.endEpoch", "6"), new("method.gmp.startEpoch", "1"),
                new("method.gmp.endEpoch", "8"), new("schedule.warmupEpochs", "1"), new("schedule.milestoneEpochs", "[6,12,17]"),
                new("superpose.cycleEpochs", "2")],
            EpochScaling.Edits(json, "20"));
    }

    [Fact]
    public void Milestones_that_fall_together_are_one() =>
        Assert.Contains(new RecipeEdit("schedule.milestoneEpochs", "[1,2]"), EpochScaling.Edits(
            """{ "schedule": { "epochs": 100, "milestoneEpochs": [30, 60, 85] } }""", "2"));

    [Theory]
    [InlineData("{}", "250")]
    [InlineData("{}", "0")]
    [InlineData("{}", "ten")]
    [InlineData("{", "10")]
    [InlineData("""{ "schedule": { "epochs": 0 } }""", "10")]
    public void Nothing_changes_where_there_is_nothing_to_scale(string json, string epochs) =>
        Assert.Empty(EpochScaling.Edits(json, epochs));

    [Fact]
    public void Every_paper_preset_can_be_tried_with_few_epochs()
    {
        RecipeValidator validator = new(RecipeTables.Names);
        foreach (string name in Presets.All.Names)
        {
            string json = Presets.Json(name);
            Assert.Equal(
                10, RecipeJson.Read(json, [.. EpochScaling.Edits(json, "10"), new("schedule.epochs", "10")], validator).Schedule.Epochs);
        }
    }
}
