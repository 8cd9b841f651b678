using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// The identity of a run, by which its files recognise each other. Keys with default values do not count, so that a version with more keys
/// gives the same identity. Nor does the folder of the data, which may be moved.
/// </summary>
public static class RecipeIdentity
{
    private const int Bytes = 8;

    /// <summary>The first 64 bits, in hexadecimal, of the SHA-256 of the keys that differ from their defaults.</summary>
    public static string Of(Recipe recipe)
    {
        StringBuilder text = new();
        Append(text, "$", Node(recipe with { Data = recipe.Data with { Folder = null } }), Node(new Recipe()));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    /// <summary>
    /// The identity of what a run computes, by which it is found under another name: the same for runs that differ only in name, places and
    /// labels of their data, threads, checkpoints and logs.
    /// </summary>
    /// <param name="recipe">The recipe, as asked for or as a run folder has it.</param>
    public static string OfResult(Recipe recipe)
    {
        Recipe usual = new();
        return Of(recipe with
        {
            Name = usual.Name,
            Threads = usual.Threads,
            Data = recipe.Data with { Labels = usual.Data.Labels },
            Checkpoint = usual.Checkpoint,
            Log = usual.Log,
        });
    }

    private static JsonNode? Node(Recipe recipe) => JsonNode.Parse(RecipeJson.Write(recipe));

    // Keys are sorted by name, since the order in which a version writes them does not matter.
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
