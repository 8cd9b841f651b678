using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace SupTickets.Values;

/// <summary>
/// Text in its composed Unicode form (NFC): one file system stores <c>é</c> as one letter, another as <c>e</c> and an accent. The table is
/// our own, since the runtime composes nothing where it runs without culture data, and names must be the same text on every machine.
/// </summary>
internal static class ComposedText
{
    private const int HangulLead = 0x1100, HangulVowel = 0x1161, HangulTail = 0x11A7, HangulSyllable = 0xAC00;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    private static readonly FrozenDictionary<(char Base, char Mark), char> Composed = ReadTable();

    /// <summary>
    /// The same text with each letter and the marks after it composed as far as there is a letter for them. Marks in an unusual order
    /// stay as they are.
    /// </summary>
    public static string Of(string text)
    {
        StringBuilder composed = new(text.Length);
        foreach (char letter in text)
        {
            if (composed.Length > 0 && Pair(composed[^1], letter) is { } both) composed[^1] = both;
            else composed.Append(letter);
        }

        return composed.ToString();
    }

    /// <summary>The code points of what is not ASCII, for messages about texts that look alike: <c>e U+0301 t e</c>.</summary>
    public static string CodePoints(string text) => string.Join(' ', text.EnumerateRunes().Select(Shown));

    private static string Shown(Rune rune) =>
        rune.IsAscii && !Rune.IsControl(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private static char? Pair(char first, char second)
    {
        if (Composed.TryGetValue((first, second), out char both)) return both;
        if (first - HangulLead is >= 0 and < Leads && second - HangulVowel is >= 0 and < Vowels)
            return (char)(HangulSyllable + ((((first - HangulLead) * Vowels) + second - HangulVowel) * Tails));
        int syllable = first - HangulSyllable;
        return syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && second - HangulTail is > 0 and < Tails
            ? (char)(first + second - HangulTail)
            : null;
    }

    private static FrozenDictionary<(char Base, char Mark), char> ReadTable()
    {
        using Stream resource = typeof(ComposedText).Assembly.GetManifestResourceStream("compositions.txt")!;
        using StreamReader lines = new(resource, Encoding.UTF8);
        Dictionary<(char Base, char Mark), char> table = [];
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            char mark = (char)int.Parse(line.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            for (int at = 5; at + 1 < line.Length; at += 2) table.Add((line[at], mark), line[at + 1]);
        }

        return table.ToFrozenDictionary();
    }
}
