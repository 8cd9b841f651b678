using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SupTickets.Cli.Output;

/// <summary>The figures of a record as rows of a table, named as in its JSON, with words apart.</summary>
internal static class FigureRows
{
    public static IEnumerable<IReadOnlyList<string>> Of<T>(T record) =>
        JsonSerializer.SerializeToNode(record, JsonOutput.Options)!.AsObject().Select(pair => new[] { Words(pair.Key), Text(pair.Value) });

    private static string Words(string key) =>
        string.Concat(key.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString())).Replace(
            "flops", "FLOPs", StringComparison.Ordinal);

    private static string Text(JsonNode? value) => value switch
    {
        null => "-",
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonValue number when number.TryGetValue(out long whole) => Figures.Count(whole),
        JsonValue number when number.TryGetValue(out double real) => real.ToString("0.######", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
