using System.Text.Json;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "an empty text, which is not JSON")]
    [InlineData("{\n \"a\": x }", "text that is not JSON at line 2, column 7")]
    [InlineData("{\"a\": \"\\ud800\"}", "a text that holds half of a surrogate pair, which is no letter, at line 1, column 7")]
    public void What_is_wrong_is_called_what_it_is(string json, string expected) => Assert.Equal(expected, Refusal(json));

    [Fact]
    public void Too_deep_is_not_called_no_json() =>
        Assert.Equal("lists and objects nested more than 64 deep at line 1, column 65", Refusal(new string('[', 70) + new string(']', 70)));

    [Theory]
    [InlineData("""{ "": 1 }""", "\"\": got 1; allowed: the keys extends, name")]
    [InlineData("""{ "data": { " ": 1 } }""", "data.\" \": got 1; allowed: the keys")]
    [InlineData(
        """{ "schedule": { "epochs": 99999999999 } }""", "schedule.epochs: got 99999999999; allowed: a whole number, at most 2147483647")]
    [InlineData(
        """{ "data": { "trainSamples": -99999999999 } }""",
        "data.trainSamples: got -99999999999; allowed: a whole number, or null, at least -2147483648")]
    public void A_recipe_names_the_key_and_the_range(string json, string expected) =>
        Assert.StartsWith(
            expected, Assert.Throws<SettingException>(() => RecipeJson.Read(json, [], new(RecipeTables.Names))).Message,
            StringComparison.Ordinal);

    private static string Refusal(string json)
    {
        JsonException defect = Assert.ThrowsAny<JsonException>(() => JsonText.Parse(json));
        return JsonText.Explain(defect);
    }
}
