using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>
/// Checks a grid before it is written out: every run must differ from the others and have a name that can be stored. Otherwise the same run
/// would be done twice and shown as two, or the sweep would fail in its middle.
/// </summary>
internal static class SweepGrid
{
    // The lock of a run and the temporary files in its folder have its name and some more letters; file systems allow 255 bytes.
    private const int LongestName = 200;

    // Keys that a sweep sets for each of its runs, and what to do instead.
    private static Dictionary<string, string> OfRuns { get; } = new()
    {
        ["seed"] = "any other key: the seed of each run comes from seeds, a key of the sweep",
        ["name"] = "any other key: a run is called by the names of its values and its seed",
    };

    /// <summary>
    /// An error for every value that stands twice, written in two ways, on an axis whose values are their own names. Values with names of
    /// their own may repeat.
    /// </summary>
    public static IEnumerable<SettingError> Twice(string path, IReadOnlyList<SweepValue> axis) => axis.GroupBy(Meaning)
        .Select(same => same.Select(value => value.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToArray())
        .Where(names => names.Length > 1)
        .Select(names => new SettingError(
            path, $"the same value {Counted.Of(names.Length, "time")}: {string.Join(" and ", names)}", "every value once"));

    /// <summary>All other errors of a whole sweep.</summary>
    public static IReadOnlyList<SettingError> Errors(SweepDefinition definition)
    {
        List<SettingError> errors = [];
        Keys("set", definition.Set.Select(edit => edit.Path));
        foreach ((int index, IReadOnlyList<SweepValue> axis) in definition.Axes.Index())
        {
            Keys($"axes[{index}]", Paths(axis));
            foreach ((int before, IReadOnlyList<SweepValue> other) in definition.Axes.Take(index).Index())
            {
                if (Paths(axis).FirstOrDefault(path => Paths(other).Any(known => Overlap(path, known))) is { } twice)
                    errors.Add(new($"axes[{index}]", $"the key {twice}", $"a key that no other axis changes; axes[{before}] does"));
            }
        }

        Names();
        double runs = definition.Axes.Aggregate(1.0 * definition.Seeds.Count, (product, axis) => product * axis.Count);
        if (runs > Limit.SweepRuns.Most)
            errors.Add(
                new("axes", FormattableString.Invariant($"{runs:0} runs, the product of all axes and seeds"), Limit.SweepRuns.Allowed));

        return errors;

        void Keys(string place, IEnumerable<string> paths)
        {
            foreach (string path in paths.Distinct().Where(OfRuns.ContainsKey)) errors.Add(new(place, $"the key {path}", OfRuns[path]));
        }

        void Names()
        {
            foreach ((int index, IReadOnlyList<SweepValue> axis) in definition.Axes.Index())
            {
                foreach (string value in axis.Select(value => value.Name).Where(value => value.Length > LongestName))
                    errors.Add(new($"axes[{index}]", LongValue(value), $"a value whose name has at most {LongestName} letters"));
            }

            string[] longest = definition.Axes.Count == 0
                ? [definition.Name]
                : [.. definition.Axes.Select(axis => axis.Select(value => value.Name).MaxBy(name => name.Length) ?? "")];
            string name = string.Join(SweepRun.Separator, longest.Append($"{definition.Seeds.DefaultIfEmpty().Max()}"));
            if (name.Length > LongestName && longest.All(part => part.Length <= LongestName))
            {
                string allowed = $"names of values that come to at most {LongestName} letters for a run, its seed included";
                errors.Add(new(definition.Axes.Count == 0 ? "name" : "axes", $"a run named {LongValue(name)}", allowed));
            }
            else if (definition.Axes.Count == 0 && name.Length > LongestName)
            {
                errors.Add(new("name", LongValue(definition.Name), $"a name of at most {LongestName} letters, the seed of a run included"));
            }
        }
    }

    private static string LongValue(string name) => $"'{name[..Math.Min(name.Length, 30)]}…' of {Counted.Of(name.Length, "letter")}";

    private static IEnumerable<string> Paths(IReadOnlyList<SweepValue> axis) =>
        axis.SelectMany(value => value.Set).Select(edit => edit.Path).Distinct();

    private static bool Overlap(string one, string other) =>
        one == other || one.StartsWith(other + ".", StringComparison.Ordinal) || other.StartsWith(one + ".", StringComparison.Ordinal);

    // The changes of a value, independent of its name: 0.9 and 0.90 are one number.
    private static string Meaning(SweepValue value) => string.Join('\n', value.Set.Select(edit => $"{edit.Path}={Canonical(edit.Value)}"));

    private static string Canonical(string json)
    {
        try
        {
            using JsonDocument value = JsonDocument.Parse(json);
            // Above 2⁵³ different seeds would be one number.
            bool isExact = value.RootElement.ValueKind == JsonValueKind.Number && Math.Abs(value.RootElement.GetDouble()) < 1L << 53;
            return isExact
                ? FormattableString.Invariant($"{value.RootElement.GetDouble():R}")
                : JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
