using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Reads JSON key by key and keeps what fits, so that one wrong key does not hide the next error. (The serializer stops at the first.) The
/// preset that a recipe <see cref="Extends"/> is read first; the recipe's own keys override it.
/// </summary>
/// <param name="presets">The names that a recipe can extend.</param>
/// <param name="textOf">The JSON of one of them.</param>
internal sealed class RecipeReader(IReadOnlyList<string> presets, Func<string, string> textOf)
{
    /// <summary>The key that names the preset which a recipe extends.</summary>
    internal const string Extends = "extends";

    internal static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly List<SettingError> errors = [];

    /// <summary>A reader of recipes that can extend the library's presets.</summary>
    public RecipeReader()
        : this(Presets.All.Names, Presets.Json)
    {
    }

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<SettingError> Errors => errors;

    /// <summary>The parts of a document that fit. Text that is not JSON at all throws, since nothing can be kept.</summary>
    public JsonObject Document(string text) => Document(text, []);

    private JsonObject Document(string text, IReadOnlyList<string> extended)
    {
        try
        {
            using JsonDocument document = JsonText.Parse(text, Lenient);
            JsonObject own = Read(document.RootElement, RecipeKey.Root, "") as JsonObject ?? [];
            if (Extended(document.RootElement, extended) is not { } preset) return own;
            JsonObject whole = Document(textOf(preset), [.. extended, preset]);
            whole.Remove("name"); // It says what the preset is.
            Merge(own, whole);
            return whole;
        }
        catch (JsonException e)
        {
            throw new SettingException([new("", JsonText.Explain(e), "a JSON object (comments and trailing commas may stand in it)")], e);
        }
    }

    /// <summary>Sets the value an edit names, where path and value fit.</summary>
    public void Apply(RecipeEdit edit, JsonObject recipe)
    {
        List<RecipeKey> keys = [RecipeKey.Root];
        foreach (string name in edit.Path.Split('.'))
        {
            if (keys[^1].Find(name) is not { } next)
            {
                string parent = string.Join('.', keys.Skip(1).Select(key => key.Name));
                string allowed = keys[^1].IsSection ? $"the keys {keys[^1].KeyNames}" : $"no key below {parent}";
                errors.Add(new(edit.Path, edit.Value, allowed, NearestName.Suggest(edit.Path, RecipeKey.Root.Paths())));
                return;
            }

            keys.Add(next);
        }

        int before = errors.Count;
        using var value = edit.Parse(keys[^1].Type == typeof(string));
        JsonNode? node = Read(value.RootElement, keys[^1], edit.Path);
        if (errors.Count > before) return;
        foreach (RecipeKey section in keys[1..^1])
        {
            if (recipe[section.Name] is not JsonObject) recipe[section.Name] = new JsonObject();
            recipe = recipe[section.Name]!.AsObject();
        }

        recipe[keys[^1].Name] = node;
    }

    // The preset that a document extends; null if it names none, or none that exists.
    private string? Extended(JsonElement root, IReadOnlyList<string> before)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Extends, out JsonElement value)) return null;
        string? name = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (name is null || !presets.Contains(name))
        {
            string[] near = [.. NearestName.Order(name ?? "", presets).Take(3)];
            errors.Add(new(
                Extends, Shown(value), $"the name of a preset in quotes, such as {string.Join(", ", near)}", name is null ? null
                    : NearestName.Suggest(name, presets)));
        }
        else if (before.Contains(name))
        {
            errors.Add(
                new(Extends, Shown(value), $"a preset that does not come back to itself: {string.Join(" extends ", before.Append(name))}"));
        }
        else
        {
            return name;
        }

        return null;
    }

    // Sections are merged key by key, everything else is replaced.
    private static void Merge(JsonObject own, JsonObject whole)
    {
        foreach ((string key, JsonNode? value) in own)
        {
            if (value is JsonObject section && whole[key] is JsonObject below) Merge(section, below);
            else whole[key] = value?.DeepClone();
        }
    }

    private JsonNode? Read(JsonElement value, RecipeKey key, string path)
    {
        if (value.ValueKind == JsonValueKind.Null && key.AllowsNull) return null;
        if (key.IsSection && value.ValueKind == JsonValueKind.Object) return Section(value, key, path);
        if (key.Element is { } element && value.ValueKind == JsonValueKind.Array)
            return List(value, new RecipeKey("", element, AllowsNull: false), path);
        if (Fits(value, key.Type)) return JsonNode.Parse(value.GetRawText());
        errors.Add(new(path, Shown(value), key.Allowed + RangeFor(value, key.Type)));
        return null;
    }

    private JsonObject Section(JsonElement value, RecipeKey section, string path)
    {
        JsonObject kept = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        bool isWhole = ReferenceEquals(section, RecipeKey.Root);
        List<string> known = [.. isWhole ? [Extends] : Array.Empty<string>(), .. section.Keys.Select(key => key.Name)];
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string below = PlaceOf(path, property.Name);
            if (!known.Contains(property.Name))
            {
                errors.Add(
                    new(below, Shown(property.Value), $"the keys {string.Join(", ", known)}", NearestName.Suggest(property.Name, known)));
            }
            else if (!seen.Add(property.Name))
            {
                errors.Add(new(below, $"{Shown(property.Value)} as a second value", "every key once"));
            }
            else if (section.Find(property.Name) is { } key)
            {
                int before = errors.Count;
                JsonNode? node = Read(property.Value, key, below);
                if (errors.Count == before || node is not null) kept[key.Name] = node;
            }
        }

        return kept;
    }

    private JsonArray? List(JsonElement value, RecipeKey element, string path)
    {
        int before = errors.Count;
        JsonNode?[] nodes = [.. value.EnumerateArray().Select((entry, index) => Read(entry, element, $"{path}[{index}]"))];
        return errors.Count == before ? new JsonArray(nodes) : null;
    }

    // A whole number is refused only for having too many digits.
    private static string RangeFor(JsonElement value, Type type) =>
        type != typeof(int) || value.ValueKind != JsonValueKind.Number || !value.GetRawText().TrimStart('-').All(char.IsAsciiDigit) ? ""
        : value.GetRawText().StartsWith('-') ? $", at least {int.MinValue}"
        : $", at most {int.MaxValue}";

    private static bool Fits(JsonElement value, Type type) => value.ValueKind switch
    {
        JsonValueKind.String => type == typeof(string),
        JsonValueKind.True or JsonValueKind.False => type == typeof(bool),
        JsonValueKind.Number when type == typeof(int) => value.TryGetInt32(out _),
        JsonValueKind.Number when type == typeof(ulong) => value.TryGetUInt64(out _),
        JsonValueKind.Number when type == typeof(double) => value.TryGetDouble(out double number) && double.IsFinite(number),
        _ => false,
    };

    /// <summary>The path of a key; an invisible key is quoted.</summary>
    internal static string PlaceOf(string path, string key)
    {
        string shown = string.IsNullOrWhiteSpace(key) ? $"\"{key}\"" : key;
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    internal static string Shown(JsonElement value)
    {
        const int Longest = 60;
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }
}
