using System.Text.Json.Nodes;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A size at which a reproduction runs.</summary>
/// <param name="Name"><c>paper</c>, <c>narrow</c>, <c>small</c> or <c>tiny</c>.</param>
/// <param name="Reduced">What differs from the paper, one thing each; empty at <c>paper</c>.</param>
/// <param name="Why">Why the question survives the reduction; at <c>paper</c> the source of its hyper-parameters.</param>
/// <param name="Seeds">The seeds.</param>
public sealed record ReproductionScale(string Name, IReadOnlyList<string> Reduced, string Why, IReadOnlyList<ulong> Seeds)
{
    /// <summary>The scales that every reproduction has.</summary>
    public static IReadOnlyList<string> Common { get; } = ["paper", "small", "tiny"];

    /// <summary>All of them, the largest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["paper", "narrow", "small", "tiny"];

    /// <summary>
    /// Which runs there are, and in which order they are done: those of the first block first, seed by seed. Empty for all, as the grids
    /// have them.
    /// </summary>
    internal IReadOnlyList<ScaleBlock> Order { get; init; } = [];

    /// <summary>Values of axes that are left out.</summary>
    internal IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Changes to every recipe, which override those of an axis.</summary>
    internal JsonObject Set { get; init; } = [];

    /// <summary>Changes by name of an axis value, which override all others.</summary>
    internal IReadOnlyDictionary<string, JsonObject> Values { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>A grid at this scale; null if one of its axes has no value left.</summary>
    internal JsonObject? Of(JsonObject grid)
    {
        JsonObject scaled = grid.DeepClone().AsObject();
        foreach (JsonArray axis in scaled["axes"]!.AsArray().Select(axis => axis!.AsArray()))
        {
            foreach (JsonNode? left in axis.Where(value => Without.Contains(value!["name"]!.GetValue<string>())).ToArray())
                axis.Remove(left);
            if (axis.Count == 0) return null;
            foreach (JsonObject value in axis.Select(value => value!.AsObject())) Change(value);
        }

        scaled["set"] = Merged(scaled["set"] as JsonObject, Set);
        return scaled;
    }

    private void Change(JsonObject value)
    {
        JsonObject set = value["set"] as JsonObject ?? [];
        // Removed, since changes of an axis override those of all runs.
        foreach ((string path, _) in Set) set.Remove(path);
        value["set"] = Merged(set, Values.GetValueOrDefault(value["name"]!.GetValue<string>()) ?? []);
    }

    private static JsonObject Merged(JsonObject? first, JsonObject second)
    {
        JsonObject merged = first?.DeepClone().AsObject() ?? [];
        foreach ((string path, JsonNode? value) in second) merged[path] = value?.DeepClone();
        return merged;
    }
}
