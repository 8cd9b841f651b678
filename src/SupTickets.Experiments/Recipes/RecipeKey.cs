using System.Reflection;
using System.Text.Json;

namespace SupTickets.Experiments.Recipes;

/// <summary>One key of a recipe section: its name in JSON and its allowed values.</summary>
/// <param name="Name">The name in camel case.</param>
/// <param name="Type">The type of the value, without the null it may also be.</param>
/// <param name="AllowsNull">Whether null may stand there.</param>
internal sealed record RecipeKey(string Name, Type Type, bool AllowsNull)
{
    /// <summary>The whole recipe, which has no key.</summary>
    public static RecipeKey Root { get; } = new("", typeof(Recipe), AllowsNull: false);

    /// <summary>Whether the value is an object with keys of its own.</summary>
    public bool IsSection => AreOptions(Type);

    /// <summary>The type of an element where the value is a list, else null.</summary>
    public Type? Element =>
        Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Type.GetGenericArguments()[0] : null;

    /// <summary>The keys of this section, in the order they are declared and written.</summary>
    public IReadOnlyList<RecipeKey> Keys { get; } = KeysOf(Type);

    /// <summary>The allowed values, in words.</summary>
    public string Allowed => (IsSection, Element) switch
    {
        (true, _) => $"an object with the keys {KeyNames}",
        (_, { } element) => $"a list, each entry {new RecipeKey("", element, AllowsNull: false).Allowed}",
        _ => Words(Type),
    } + (AllowsNull ? ", or null" : "");

    /// <summary>The names of this section's keys, for messages.</summary>
    public string KeyNames => string.Join(", ", Keys.Select(key => key.Name));

    /// <summary>This section's key of that name, or null.</summary>
    public RecipeKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    /// <summary>The paths of all keys below this section, sections included, in order.</summary>
    public IEnumerable<string> Paths() =>
        Keys.SelectMany(key => key.Paths().Select(path => $"{key.Name}.{path}").Prepend(key.Name));

    // Records of options lie beside the type that they configure, in any folder.
    private static bool AreOptions(Type type) =>
        type.Namespace is { } own && own.StartsWith($"{nameof(SupTickets)}.", StringComparison.Ordinal);

    private static string Words(Type type) => type switch
    {
        _ when type == typeof(string) => "a text in quotes",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(ulong) => "a whole number from 0 to 18446744073709551615",
        _ => "a finite number",
    };

    private static IReadOnlyList<RecipeKey> KeysOf(Type type)
    {
        if (!AreOptions(type)) return [];
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => new RecipeKey(
            JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
            nullability.Create(property).ReadState == NullabilityState.Nullable))];
    }
}
