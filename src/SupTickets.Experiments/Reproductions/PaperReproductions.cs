using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>
/// The tables and figures that come with the library: the files of the repository's <c>recipes/reproduce/</c> folder, by file name.
/// </summary>
public static class PaperReproductions
{
    private const string Prefix = "reproduce/", Suffix = ".json";

    /// <summary>All names: tables, then figures, in the order of their numbers.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(PaperReproductions).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .OrderByDescending(name => name.Split('-')[0], StringComparer.Ordinal)
            .ThenBy(name => int.Parse(name.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>Reads one.</summary>
    /// <exception cref="UnknownNameException">There is none of that name.</exception>
    public static Reproduction Read(string name)
    {
        if (!Names.Contains(name)) throw new UnknownNameException("table or figure", name, Names);
        using var reader = new StreamReader(typeof(PaperReproductions).Assembly.GetManifestResourceStream($"{Prefix}{name}{Suffix}")!);
        return ReproductionFile.Parse(name, reader.ReadToEnd());
    }
}
