using System.Globalization;

namespace SupTickets.Values;

/// <summary>A number with its noun in the singular or plural.</summary>
internal static class Counted
{
    /// <summary>As in "1 epoch" and "12 epochs"; the digits are not grouped.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them; a regular noun, adjectives before it allowed.</param>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {Noun(count, noun)}");

    /// <summary>The noun as it stands after the number.</summary>
    /// <inheritdoc cref="Of(long, string)"/>
    public static string Noun(long count, string noun) => (count, noun) switch
    {
        (1 or -1, _) => noun,
        // Its "ch" is spoken as a k.
        (_, [.., 'e', 'p', 'o', 'c', 'h']) => noun + "s",
        (_, [.., 's' or 'x' or 'z']) or (_, [.., 'c' or 's', 'h']) => noun + "es",
        (_, [.. var stem, not ('a' or 'e' or 'i' or 'o' or 'u') and var last, 'y']) => $"{stem}{last}ies",
        _ => noun + "s",
    };
}
