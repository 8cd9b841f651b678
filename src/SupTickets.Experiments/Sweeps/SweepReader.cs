using System.Text.Json;
using SupTickets.Experiments.Recipes;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Reads the form of a sweep's file and lists every error of it.</summary>
/// <param name="find">JSON of the recipe that a text names, a preset or a file; null if there is none.</param>
internal sealed class SweepReader(Func<string, string?> find)
{
    /// <summary>Stands in a value's <c>set</c> for the folder of the run it needs.</summary>
    public const string NeedsMark = "{needs}";

    private static readonly string[] Keys = ["name", "recipe", "set", "axes", "seeds"], ValueKeys = ["name", "recipe", "set", "needs"];
    private readonly List<SettingError> errors = [];

    /// <summary>The sweep of a document.</summary>
    /// <param name="source">The file, for messages; it names a sweep that has no name of its own.</param>
    /// <param name="json">Its text.</param>
    /// <exception cref="SweepException">The form is wrong; every error is listed.</exception>
    public SweepDefinition Read(string source, string json)
    {
        using JsonDocument document = Parse(source, json);
        JsonElement root = document.RootElement;
        Dictionary<string, JsonElement> parts = Parts(root, "", Keys);
        if (root.ValueKind != JsonValueKind.Object) throw new SweepException(source, [errors[0].ToString()]);
        SweepDefinition definition = new(
            parts.TryGetValue("name", out JsonElement name) ? Name(name, "name") : SweepNames.Of(Path.GetFileNameWithoutExtension(source)),
            parts.TryGetValue("recipe", out JsonElement recipe) ? Recipe(recipe, "recipe") : "{}",
            parts.TryGetValue("set", out JsonElement set) ? Set(set, "set") : [],
            parts.TryGetValue("axes", out JsonElement axes) ? Axes(axes) : [],
            Seeds(parts.TryGetValue("seeds", out JsonElement seeds) ? seeds : null));
        errors.AddRange(SweepGrid.Errors(definition));
        return errors.Count == 0 ? definition : throw new SweepException(source, [.. errors.Select(error => error.ToString())]);
    }

    private static JsonDocument Parse(string source, string json)
    {
        try
        {
            return JsonText.Parse(json, RecipeReader.Lenient);
        }
        catch (JsonException e)
        {
            throw new SweepException(source, [JsonText.Explain(e)]);
        }
    }

    private IReadOnlyList<IReadOnlyList<SweepValue>> Axes(JsonElement axes)
    {
        if (axes.ValueKind != JsonValueKind.Array) return Refuse<IReadOnlyList<SweepValue>>(axes, "axes", "a list of axes");
        return [.. axes.EnumerateArray().Select((axis, index) => Axis(axis, $"axes[{index}]"))];
    }

    private IReadOnlyList<SweepValue> Axis(JsonElement axis, string path)
    {
        IReadOnlyList<SweepValue> values = axis.ValueKind switch
        {
            JsonValueKind.Array when axis.GetArrayLength() > 0 =>
                [.. axis.EnumerateArray().Select((value, index) => Value(value, $"{path}[{index}]"))],
            JsonValueKind.Object when Short(axis) is (var key, var list) =>
                [.. list.EnumerateArray().Select((value, index) => Short(key, value, $"{path}.{key}[{index}]"))],
            _ => Refuse<SweepValue>(axis, path, """a list of values such as {"name": "rigl", "set": {"method.name": "rigl"}}, or one key """
                + """of the recipe with a list such as {"topology.sparsity": [0.9, 0.95]}"""),
        };
        foreach (var same in values.GroupBy(value => value.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Key.Length > 0 && same.Count() > 1))
            errors.Add(new(
                path, $"{same.Count()} values named '{same.Key}'",
                "a name of its own for each value, upper and lower case being the same"));
        if (axis.ValueKind == JsonValueKind.Object) errors.AddRange(SweepGrid.Twice(path, values));
        foreach (SweepValue value in values.Where(value => value.Needs is not null && !Ends(value, values)))
            errors.Add(new(
                path, $"'{value.Name}' that needs '{value.Needs}'",
                $"another value of the same axis, which does not need this one: {string.Join(", ", values.Select(known => known.Name))}"));
        return values;
    }

    // Whether the chain of needed values ends at a value that needs nothing.
    private static bool Ends(SweepValue value, IReadOnlyList<SweepValue> axis)
    {
        SweepValue? at = value;
        for (int step = 0; step <= axis.Count && at is not null; step++)
        {
            if (at.Needs is null) return true;
            at = axis.FirstOrDefault(known => known.Name == at.Needs);
        }

        return false;
    }

    private static (string Key, JsonElement List)? Short(JsonElement axis) =>
        axis.EnumerateObject().ToArray() is [{ Value: { ValueKind: JsonValueKind.Array } list, Name: var key }] && list.GetArrayLength() > 0
            ? (key, list)
            : null;

    private SweepValue Short(string key, JsonElement value, string path)
    {
        string name = SweepNames.Of(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        if (name.Length == 0) errors.Add(
            new(path, RecipeReader.Shown(value), "a value that can be part of a folder's name, or the long form, which names it"));
        return new(name, null, [new(key, value.GetRawText())], null);
    }

    private SweepValue Value(JsonElement value, string path)
    {
        Dictionary<string, JsonElement> parts = Parts(value, path, ValueKeys);
        string name = "";
        if (parts.TryGetValue("name", out JsonElement given)) name = Name(given, $"{path}.name");
        else if (value.ValueKind == JsonValueKind.Object) errors.Add(new($"{path}.name", "nothing", SweepNames.Allowed));
        IReadOnlyList<RecipeEdit> set = parts.TryGetValue("set", out JsonElement changes) ? Set(changes, $"{path}.set") : [];
        string? needs = parts.TryGetValue("needs", out JsonElement other) ? Name(other, $"{path}.needs") : null;
        foreach (RecipeEdit edit in set.Where(edit => needs is null && edit.Value.Contains(NeedsMark, StringComparison.Ordinal)))
            errors.Add(new($"{path}.set.{edit.Path}", edit.Value, $"{NeedsMark} where the value has 'needs', whose folder it stands for"));
        return new(name, parts.TryGetValue("recipe", out JsonElement recipe) ? Recipe(recipe, $"{path}.recipe") : null, set, needs);
    }

    private IReadOnlyList<RecipeEdit> Set(JsonElement set, string path)
    {
        if (set.ValueKind != JsonValueKind.Object)
            return Refuse<RecipeEdit>(set, path, """an object of changes to the recipe such as {"schedule.epochs": 20}""");
        foreach (var twice in set.EnumerateObject().GroupBy(change => change.Name).Where(twice => twice.Count() > 1))
            errors.Add(new($"{path}.{twice.Key}", $"{twice.Count()} values", "every key once"));
        return [.. set.EnumerateObject().Select(change => new RecipeEdit(change.Name, change.Value.GetRawText()))];
    }

    private string Recipe(JsonElement recipe, string path)
    {
        if (recipe.ValueKind == JsonValueKind.Object) return recipe.GetRawText();
        if (recipe.ValueKind == JsonValueKind.String && find(recipe.GetString()!) is { } found) return found;
        string? hint = recipe.ValueKind == JsonValueKind.String ? NearestName.Suggest(recipe.GetString()!, Presets.All.Names) : null;
        errors.Add(new(
            path, RecipeReader.Shown(recipe), "a preset, the path of a recipe, from the folder of this file, or a recipe as an object",
            hint));
        return "{}";
    }

    private string Name(JsonElement name, string path)
    {
        if (name.ValueKind == JsonValueKind.String && SweepNames.IsName(name.GetString()!)) return name.GetString()!;
        errors.Add(new(path, RecipeReader.Shown(name), SweepNames.Allowed));
        return "";
    }

    private List<ulong> Seeds(JsonElement? given)
    {
        const string Allowed = "a list of at least one whole number, each once and from 0 to 18446744073709551615";
        if (given is not { ValueKind: JsonValueKind.Array } seeds || seeds.GetArrayLength() == 0)
        {
            errors.Add(new("seeds", given is { } other ? RecipeReader.Shown(other) : "nothing", Allowed));
            return [];
        }

        List<ulong> read = [];
        foreach (JsonElement seed in seeds.EnumerateArray())
        {
            if (seed.ValueKind == JsonValueKind.Number && seed.TryGetUInt64(out ulong number) && !read.Contains(number)) read.Add(number);
            else errors.Add(new("seeds", RecipeReader.Shown(seed), Allowed));
        }

        return read;
    }

    private Dictionary<string, JsonElement> Parts(JsonElement element, string path, string[] keys)
    {
        Dictionary<string, JsonElement> parts = [];
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new(
                path.Length == 0 ? "the sweep" : path, RecipeReader.Shown(element), $"an object with the keys {string.Join(", ", keys)}"));
            return parts;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            string place = RecipeReader.PlaceOf(path, property.Name);
            if (!keys.Contains(property.Name)) errors.Add(new(
                place, RecipeReader.Shown(property.Value), $"the keys {string.Join(", ", keys)}",
                NearestName.Suggest(property.Name, keys)));
            else if (!parts.TryAdd(property.Name, property.Value))
                errors.Add(new(place, $"{RecipeReader.Shown(property.Value)} as a second value", "every key once"));
        }

        return parts;
    }

    private IReadOnlyList<T> Refuse<T>(JsonElement element, string path, string allowed)
    {
        errors.Add(new(path, RecipeReader.Shown(element), allowed));
        return [];
    }
}
