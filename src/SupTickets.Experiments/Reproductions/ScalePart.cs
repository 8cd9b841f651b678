using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>
/// The changes of a scale: in a reproduction's file, or in a part that several files share, in the repository's
/// <c>recipes/reproduce/parts/</c>.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ScalePart
{
    private const string Prefix = "reproduce-part/", Suffix = ".json";

    /// <summary>Names of the shared parts.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ScalePart).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Like { get; init; } = [];

    public IReadOnlyList<string> Reduced { get; init; } = [];

    public string? Why { get; init; }

    public IReadOnlyList<string> Without { get; init; } = [];

    public IReadOnlyList<ulong>? Seeds { get; init; }

    public IReadOnlyList<ScaleBlock> Order { get; init; } = [];

    public JsonObject Set { get; init; } = [];

    public IReadOnlyDictionary<string, JsonObject> Values { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>
    /// These changes together with the shared parts that they name. The parts' reductions come first. Later parts override earlier ones,
    /// and these changes override all.
    /// </summary>
    /// <exception cref="UnknownNameException">There is no such part.</exception>
    public ScalePart Whole()
    {
        ScalePart[] parts = [.. Like.Select(name => Read(name).Whole()), this];
        return this with
        {
            Like = [],
            Reduced = [.. parts.SelectMany(part => part.Reduced)],
            Why = parts.LastOrDefault(part => part.Why is not null)?.Why,
            Without = [.. parts.SelectMany(part => part.Without)],
            Seeds = parts.LastOrDefault(part => part.Seeds is not null)?.Seeds,
            Order = parts.LastOrDefault(part => part.Order.Count > 0)?.Order ?? [],
            Set = new(parts.SelectMany(part => part.Set).GroupBy(change => change.Key).Select(
                group => KeyValuePair.Create(group.Key, group.Last().Value?.DeepClone()))),
            Values = parts.SelectMany(part => part.Values).GroupBy(value => value.Key).ToDictionary(
                value => value.Key, value => value.Last().Value),
        };
    }

    private static ScalePart Read(string name) => Names.Contains(name)
        ? JsonSerializer.Deserialize<ScalePart>(
            typeof(ScalePart).Assembly.GetManifestResourceStream($"{Prefix}{name}{Suffix}")!, ReproductionFile.Json)!
        : throw new UnknownNameException("part of a scale", name, Names);
}
