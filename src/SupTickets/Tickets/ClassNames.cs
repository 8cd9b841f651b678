using System.Text;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>
/// Names of classes, compared as people read them: composed and decomposed Unicode are the same name. A label is a position in a list of
/// names, so labels of two lists can be compared only after the lists were matched by name.
/// </summary>
internal static class ClassNames
{
    private const int MostShown = 10;

    /// <summary>What is wrong with a list of class names, as the end of a sentence about it; null where nothing is.</summary>
    public static string? Defect(IReadOnlyList<string> names)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach ((int index, string name) in names.Index())
        {
            if (string.IsNullOrWhiteSpace(name)) return $"has an empty name at position {index}";
            if (name.Any(char.IsControl))
                return $"has a name with a control character at position {index} ({ComposedText.CodePoints(name)})";
            if (name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
                return $"has a name that is not valid Unicode at position {index} ('{name}')";
            if (!seen.TryAdd(ComposedText.Of(name), index))
                return $"has the name '{name}' twice, at positions {seen[ComposedText.Of(name)]} and {index}";
        }

        return null;
    }

    /// <summary>Whether both lists hold the same names in the same order.</summary>
    public static bool Same(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.Select(ComposedText.Of).SequenceEqual(second.Select(ComposedText.Of), StringComparer.Ordinal);

    /// <summary>For each name its position in <paramref name="order"/>; null unless both lists hold the same names.</summary>
    internal static int[]? Positions(IReadOnlyList<string> names, IReadOnlyList<string> order)
    {
        if (names.Count != order.Count) return null;
        Dictionary<string, int> positions = order.Index().ToDictionary(entry => ComposedText.Of(entry.Item), entry => entry.Index);
        int[] found = [.. names.Select(name => positions.GetValueOrDefault(ComposedText.Of(name), -1))];
        return found.Contains(-1) ? null : found;
    }

    /// <summary>
    /// How two lists that do not hold the same names differ: <c>only in A: [x], only in B: [y]</c>, without an empty side, followed by
    /// names that look alike.
    /// </summary>
    internal static string Difference(IReadOnlyList<string> first, string firstPlace, IReadOnlyList<string> second, string secondPlace)
    {
        string[] onlyFirst = Without(first, second), onlySecond = Without(second, first);
        string text = string.Join(
            ", ",
            new[] { (Place: firstPlace, Names: onlyFirst), (Place: secondPlace, Names: onlySecond) }
                .Where(side => side.Names.Length > 0).Select(side => $"only in {side.Place}: [{Shown(side.Names)}]"));
        foreach (string name in onlyFirst)
        {
            if (onlySecond.FirstOrDefault(other => Folded(other) == Folded(name)) is { } alike)
                return $"{text}; '{name}' and '{alike}' differ in {Kind(name, alike)} only";
        }

        return text;
    }

    /// <summary>The first names, and how many more there are.</summary>
    internal static string Shown(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostShown)) + (names.Count > MostShown ? $", … {names.Count - MostShown} more" : "");

    private static string[] Without(IReadOnlyList<string> names, IReadOnlyList<string> others)
    {
        HashSet<string> known = [.. others.Select(ComposedText.Of)];
        return [.. names.Where(name => !known.Contains(ComposedText.Of(name)))];
    }

    private static string Folded(string name) => string.Concat(ComposedText.Of(name).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string Kind(string name, string alike) =>
        string.Equals(ComposedText.Of(name), ComposedText.Of(alike), StringComparison.OrdinalIgnoreCase) ? "upper and lower case"
        : name.Trim() == alike.Trim() ? "spaces at their ends"
        : $"signs between their letters ({ComposedText.CodePoints(name)}; {ComposedText.CodePoints(alike)})";
}
