namespace SupTickets.Values;

/// <summary>
/// Finds the name that the user probably meant: names are ordered by edit distance, in which exchanging two neighbours counts once
/// (Damerau, 1964; Levenshtein, 1966).
/// </summary>
internal static class NearestName
{
    // Longer texts are no misspelt names, and comparing them takes long.
    private const int Longest = 200;

    // Such as "vgg" for vgg16.
    private const int ShortestBeginning = 3;

    /// <summary>The known names, the nearest to <paramref name="name"/> first; equal distances in alphabetical order.</summary>
    public static IReadOnlyList<string> Order(string name, IEnumerable<string> known) => name.Length > Longest
        ? [.. known.Order(StringComparer.Ordinal)]
        : [.. known.OrderBy(candidate => Distance(Letters(name), Letters(candidate))).ThenBy(
            candidate => candidate, StringComparer.Ordinal)];

    /// <summary>
    /// The nearest known name if it is near enough to be <paramref name="name"/> misspelt, else null. Case, hyphens and the like do not
    /// count: table1 means table-1. A beginning means the first name that continues it.
    /// </summary>
    public static string? Suggest(string name, IEnumerable<string> known)
    {
        string letters = Letters(name);
        if (letters.Length is 0 or > Longest || Order(name, known) is not [var nearest, ..] order) return null;
        if (Distance(letters, Letters(nearest)) <= Math.Max(1, letters.Length / 3)) return nearest;
        return letters.Length < ShortestBeginning ? null : order.FirstOrDefault(
            candidate => Letters(candidate).StartsWith(letters, StringComparison.Ordinal));
    }

    /// <summary>The suggestion as the end of a message; empty where there is none.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Suggest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : string.Empty;

    private static string Letters(string name) =>
        string.Concat(name.Where(letter => letter is not ('-' or '_' or ' ')).Select(char.ToUpperInvariant));

    private static int Distance(string a, string b)
    {
        int[] before = [], previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous) = (previous, current);
        }

        return previous[^1];
    }
}
