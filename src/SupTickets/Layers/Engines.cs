using SupTickets.Values;

namespace SupTickets.Layers;

/// <summary>The engines by the names that recipes and options use.</summary>
internal static class Engines
{
    private static readonly Dictionary<string, Engine> Table = new(StringComparer.Ordinal)
    {
        ["auto"] = Engine.Auto,
        ["dense"] = Engine.Dense,
        ["sparse"] = Engine.Sparse,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    /// <summary>The engine called <paramref name="name"/>.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static Engine Parse(string name) => Table.TryGetValue(name, out Engine engine) ? engine : throw new UnknownNameException("engine", name, Names);

    /// <summary>Whether two choices make a network compute alike.</summary>
    public static bool Same(EngineChoice first, EngineChoice second) =>
        first.Network == second.Network && first.Layers.Select(layer => layer.Engine).SequenceEqual(second.Layers.Select(layer => layer.Engine));

    /// <summary>What an engine is called.</summary>
    public static string NameOf(Engine engine) => Table.Single(named => named.Value == engine).Key;
}
