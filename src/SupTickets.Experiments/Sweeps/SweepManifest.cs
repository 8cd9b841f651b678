using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>The runs of a sweep as its folder keeps them: <c>sweep.json</c>.</summary>
public static class SweepManifest
{
    private const string Format = "suptickets-sweep";
    private const int Version = 1;
    private const string DataPlace = "].recipe.data.folder";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The manifest of a sweep as JSON; the same sweep gives the same text.</summary>
    public static string Write(Sweep sweep) => JsonSerializer.Serialize(ToNode(sweep), Options);

    /// <summary>Whether a text is a manifest, and not a file that describes a sweep or something else.</summary>
    public static bool IsManifest(string json)
    {
        try
        {
            using JsonDocument document = JsonText.Parse(json, RecipeReader.Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format", out JsonElement format)
                    && format.ValueKind == JsonValueKind.String
                    && format.ValueEquals(Format);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none, or damaged; the message names <paramref name="path"/>.</exception>
    public static Sweep Read(string path, string json)
    {
        try
        {
            using (JsonText.Parse(json, RecipeReader.Lenient))
            {
                // Parsed only to refuse texts that cannot be read.
            }

            Document document = JsonSerializer.Deserialize<Document>(json, Options) ?? throw new JsonException("it is null");
            if (document.Format != Format || document.Version != Version)
                throw new JsonException($"it is {document.Format} {document.Version}, not {Format} {Version}");
            RequireComplete(document);
            Sweep sweep = new(document.Name, [.. document.Runs.Select(run =>
                new SweepRun(run.Index, run.Name, run.Cell, run.Seed, RecipeJson.Read(run.Recipe.ToJsonString()), run.Needs))]);
            RequireSound(sweep);
            return sweep;
        }
        catch (Exception defect)
            when (defect is JsonException or SettingException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: {JsonText.Explain(defect)}", defect);
        }
    }

    /// <summary>The first difference of two sweeps, in words; null if they are the same. The folder of the data does not count.</summary>
    /// <param name="there">The sweep of the folder.</param>
    /// <param name="here">The one that was asked for.</param>
    internal static string? Difference(Sweep there, Sweep here) => Difference(ToNode(there), ToNode(here), "");

    private static JsonNode ToNode(Sweep sweep) => JsonSerializer.SerializeToNode(
        new Document(
            Format,
            Version,
            sweep.Name,
            [.. sweep.Runs.Select(run => new Entry(
                run.Index, run.Name, run.Cell, run.Seed, SweepFolder.RelativeFolderOf(run.Name), run.Needs,
                JsonNode.Parse(RecipeJson.Write(run.Recipe))!.AsObject()))]),
        Options)!;

    private static void RequireComplete(Document document)
    {
        FieldCheck.List("runs", document.Runs);
        foreach (Entry run in document.Runs)
        {
            FieldCheck.List($"runs[{run.Index}].cell", run.Cell);
            FieldCheck.List($"runs[{run.Index}].needs", run.Needs);
        }
    }

    // Checks what the program relies on, since a file can hold anything: indices count up, folders lie in the sweep's own, needed runs
    // exist and can be finished.
    private static void RequireSound(Sweep sweep)
    {
        HashSet<string> names = [];
        foreach (var (index, run) in sweep.Runs.Index())
        {
            if (run.Index != index) throw new FormatException($"run {index} has the index {run.Index}");
            if (!run.Name.Split(SweepRun.Separator).All(SweepNames.IsName) || !names.Add(run.Name))
                throw new FormatException($"'{run.Name}' is no name, or that of two runs");
        }

        foreach (SweepRun run in sweep.Runs)
        {
            if (run.Needs.FirstOrDefault(name => !names.Contains(name)) is { } missing)
                throw new FormatException($"'{run.Name}' needs '{missing}', which is no run");
        }

        // Runs that need none of the remaining ones are removed, repeatedly; if some remain, they form a circle.
        HashSet<string> left = [.. names];
        while (left.RemoveWhere(name => !sweep[name].Needs.Any(left.Contains)) > 0) { }
        if (left.FirstOrDefault() is { } circular)
            throw new FormatException($"'{circular}' needs itself, by way of {string.Join(", ", sweep[circular].Needs)}");
    }

    private static string? Difference(JsonNode? there, JsonNode? here, string path)
    {
        if (there is JsonObject a && here is JsonObject b)
            return a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key)).Select(
                key => Difference(a[key], b[key], path.Length == 0 ? key : $"{path}.{key}"))
                .FirstOrDefault(found => found is not null);
        if (there is JsonArray first && here is JsonArray second && first.Count == second.Count)
            return first.Select((node, index) => Difference(node, second[index], $"{path}[{index}]"))
                .FirstOrDefault(found => found is not null);
        // The data may have been moved. For data that lies in no folder it is null, or what an earlier version recorded.
        if (JsonNode.DeepEquals(there, here) || path.EndsWith(DataPlace, StringComparison.Ordinal)) return null;
        return there is JsonArray x && here is JsonArray y ? $"{path} has {x.Count} entries there, {y.Count} here"
            : $"{path} is {Text(there)} there, {Text(here)} here";
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Options).ReplaceLineEndings(" ") ?? "null";

    private sealed record Document(string Format, int Version, string Name, IReadOnlyList<Entry> Runs);

    private sealed record Entry(
        int Index, string Name, IReadOnlyList<string> Cell, ulong Seed, string Folder, IReadOnlyList<string> Needs, JsonObject Recipe);
}
