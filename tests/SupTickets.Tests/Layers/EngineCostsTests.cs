using SupTickets.Layers;

namespace SupTickets.Tests.Layers;

public sealed class EngineCostsTests
{
    [Fact]
    public void Costs_are_read_back_as_they_were_written()
    {
        EngineCosts costs = EngineCosts.Committed with { DenseWindow = 0.1 + 0.2, WriteOut = 1e-12 };
        Assert.Equal(costs, EngineCosts.FromJson(costs.ToJson()));
    }

    [Theory]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": -3.5", "writeOut is -3.5; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 0", "writeOut is 0; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 1e999", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": \"much\"", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 3.5, \"writeIn\": 3.5", "writeIn")]
    [InlineData(",\n  \"writeOut\": 3.5", "", "writeOut")]
    [InlineData("}", "", "")]
    public void A_figure_that_is_missing_unknown_or_not_positive_is_named(string sound, string defect, string named)
    {
        string json = (EngineCosts.Committed with { WriteOut = 3.5 }).ToJson().ReplaceLineEndings("\n");
        string broken = json.Replace(sound, defect, StringComparison.Ordinal);
        Assert.NotEqual(json, broken);
        string message = Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson(broken)).Message;
        Assert.StartsWith("not the costs of the engines: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_no_set_of_costs() => Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson("null"));
}
