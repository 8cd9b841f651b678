using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// A short name for what a run computes, by which its files know one another. Keys that have their defaults do not count, so that a version
/// which knows more keys names the same recipe alike; nor does the folder of the data, which may be moved.
/// </summary>
public static class RecipeIdentity
{
    private const int Bytes = 8;

    /// <summary>The first 64 bits, in hexadecimal, of the SHA-256 of what the recipe says besides the defaults.</summary>
    public static string Of(Recipe recipe)
    {
        StringBuilder text = new();
        Append(text, "$", Node(recipe with { Data = recipe.Data with { Folder = null } }), Node(new Recipe()));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    private static JsonNode? Node(Recipe recipe) => JsonNode.Parse(RecipeJson.Write(recipe));

    // Keys in the order of their names: the order in which a version writes them says nothing.
    private static void Append(StringBuilder text, string path, JsonNode? said, JsonNode? usual)
    {
        if (JsonNode.DeepEquals(said, usual)) return;
        if (said is not JsonObject parts)
        {
            text.Append(path).Append('=').Append(said?.ToJsonString() ?? "null").Append('\n');
            return;
        }

        foreach ((string key, JsonNode? value) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
            Append(text, $"{path}.{key}", value, (usual as JsonObject)?[key]);
    }
}
