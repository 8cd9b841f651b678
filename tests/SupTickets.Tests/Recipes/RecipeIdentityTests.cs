using System.Text.Json.Nodes;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeIdentityTests
{
    [Fact]
    public void It_is_the_same_in_every_version()
    {
        Assert.Equal("e3b0c44298fc1c14", RecipeIdentity.Of(new()));    // SHA-256 of nothing
        Assert.Equal(ByHand("$.seed=3\n"), RecipeIdentity.Of(new() { Seed = 3 }));
        Assert.Equal(
            ByHand("$.method.gmp.endEpoch=7\n$.method.name=\"gmp\"\n$.topology.keepDense=[\"fc\"]\n"),
            RecipeIdentity.Of(
                new() { Topology = new() { KeepDense = ["fc"] }, Method = new() { Name = "gmp", Gmp = new() { EndEpoch = 7 } } }));
    }

    [Fact]
    public void Where_the_data_lies_does_not_count() =>
        Assert.Equal(
            RecipeIdentity.Of(new() { Data = new() { Folder = "a" } }), RecipeIdentity.Of(new() { Data = new() { Folder = "b" } }));

    [Fact]
    public void Every_other_key_counts()
    {
        JsonObject usual = JsonNode.Parse(RecipeJson.Write(new Recipe()))!.AsObject();
        List<string> keys = [.. Leaves(usual).Where(path => path != "$.data.folder")];
        Assert.True(keys.Count > 80);
        foreach (string key in keys)
        {
            JsonObject other = usual.DeepClone().AsObject();
            Change(other, key.Split('.')[1..]);
            Recipe recipe = RecipeJson.Read(other.ToJsonString());
            Assert.True(RecipeIdentity.Of(recipe) != RecipeIdentity.Of(new()), key);
        }
    }

    private static IEnumerable<string> Leaves(JsonNode? node) => node is JsonObject parts
        ? parts.SelectMany(part =>
            Leaves(part.Value).DefaultIfEmpty($"$.{part.Key}").Select(path => path.StartsWith('$') ? $"$.{part.Key}{path[1..]}" : path))
            .Distinct()
        : ["$"];

    private static void Change(JsonObject parts, string[] path)
    {
        if (path.Length > 1)
        {
            Change(parts[path[0]]!.AsObject(), path[1..]);
            return;
        }

        parts[path[0]] = parts[path[0]] switch
        {
            JsonArray { Count: > 0 } numbers => new JsonArray(numbers[0]!.GetValue<double>() / 2),
            JsonArray => path[0] == "exploreCriteria" ? new JsonArray(new JsonObject { ["drop"] = "random" }) : new JsonArray("x"),
            null when path[0] == "labels" => new JsonArray("x"),
            null when path[0] == "milestoneEpochs" => new JsonArray(1),
            null => path[0] is "drop" or "grow" or "branch" ? "x" : 1,
            JsonValue value when value.TryGetValue(out bool yes) => !yes,
            JsonValue value when value.TryGetValue(out string? text) => text + "x",
            JsonValue value when value.TryGetValue(out long whole) => whole + 1,
            var value => value.GetValue<double>() + 0.25,
        };
    }

    private static string ByHand(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16];
}
