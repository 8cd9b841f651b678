using System.Globalization;

namespace SupTickets.Values;

/// <summary>Checks the range of a field that was read from a file. NaN lies in no range.</summary>
internal static class FieldCheck
{
    /// <summary>The longest time that a field may give, in seconds: over three hundred years.</summary>
    public const double LongestSeconds = 1e10;

    /// <summary>Requires a whole number in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    /// <exception cref="FormatException">It lies outside.</exception>
    public static void Whole(string name, long value, long least = 0, long most = long.MaxValue)
    {
        if (value < least || value > most)
            throw Outside(
                name, value, most == long.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}");
    }

    /// <summary>Requires a number in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    /// <exception cref="FormatException">It lies outside, or is NaN.</exception>
    public static void Number(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
            throw Outside(name, value, string.Create(CultureInfo.InvariantCulture, $"a number in [{least}, {most}]"));
    }

    /// <summary>Requires a finite number of at least 0.</summary>
    /// <exception cref="FormatException">It is negative, or not finite.</exception>
    public static void Amount(string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw Outside(name, value, "a finite number of at least 0");
    }

    /// <summary>
    /// Requires a measurement of at least 0, up to <paramref name="most"/>. It need not be finite: a diverging network may measure infinity
    /// or NaN.
    /// </summary>
    /// <exception cref="FormatException">It is negative, or finite and above <paramref name="most"/>.</exception>
    public static void Measured(string name, double value, double most = double.MaxValue)
    {
        if (double.IsFinite(value)) Number(name, value, 0, most);
        else if (double.IsNegativeInfinity(value)) throw Outside(name, value, "a number of at least 0");
    }

    /// <summary>Requires a list without nulls.</summary>
    /// <exception cref="FormatException">It is null, or an entry is.</exception>
    public static void List<T>(string name, IReadOnlyList<T>? list)
        where T : class
    {
        if (list is null || list.Any(entry => entry is null))
            throw new FormatException($"{name}: got {(list is null ? "null" : "null as an entry")}; allowed: a list without nulls");
    }

    /// <summary>Requires that <paramref name="value"/> is not null.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    public static void Present(string name, object? value)
    {
        if (value is null) throw new FormatException($"{name} is missing");
    }

    private static FormatException Outside(string name, IFormattable value, string allowed) =>
        new($"{name}: got {value.ToString(null, CultureInfo.InvariantCulture)}; allowed: {allowed}");
}
