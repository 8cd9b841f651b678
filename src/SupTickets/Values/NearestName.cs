namespace SupTickets.Values;

/// <summary>Finds what somebody probably meant: names ordered by edit distance (Levenshtein, 1966).</summary>
public static class NearestName
{
    /// <summary>The known names, the nearest to <paramref name="name"/> first; equal distances in alphabetical order.</summary>
    public static IReadOnlyList<string> Order(string name, IEnumerable<string> known) =>
        [.. known.OrderBy(candidate => Distance(name, candidate)).ThenBy(candidate => candidate, StringComparer.Ordinal)];

    /// <summary>The nearest known name if it is near enough to be a slip of <paramref name="name"/>, else null.</summary>
    public static string? Suggest(string name, IEnumerable<string> known) =>
        Order(name, known) is [var nearest, ..] && Distance(name, nearest) <= Math.Max(2, name.Length / 3) ? nearest : null;

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
            }

            previous = current;
        }

        return previous[^1];
    }
}
