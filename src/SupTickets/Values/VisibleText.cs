using System.Buffers;
using System.Globalization;
using System.Text;

namespace SupTickets.Values;

/// <summary>
/// Makes text safe for a terminal or a page. A file name, an answer of a server or a word in a file can hold characters that move the
/// cursor, rename the window or reverse the direction of text. They are written as escapes, in the form that JSON gives them.
/// </summary>
internal static class VisibleText
{
    // All of Unicode's control characters but tab and line feed, and those that change the direction of what follows.
    private static readonly SearchValues<char> Commands = SearchValues.Create(
    [
        .. new[] { (0, 0x20), (0x7f, 0x21), (0x202a, 5), (0x2066, 4) }
            .SelectMany(range => Enumerable.Range(range.Item1, range.Item2)).Select(code => (char)code)
                .Where(letter => letter is not ('\t' or '\n')),
    ]);

    // Stands before each line of a message but the first.
    private const string Indent = "  ";

    /// <summary>Whether the text has no such character.</summary>
    public static bool IsClean(ReadOnlySpan<char> text) => !text.ContainsAny(Commands);

    /// <summary>The text, with <c>\u001b</c> in the place of an escape character and so on.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (IsClean(text)) return text.ToString();
        StringBuilder shown = new(text.Length + 16);
        foreach (char letter in text)
        {
            if (Commands.Contains(letter)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else shown.Append(letter);
        }

        return shown.ToString();
    }

    /// <summary>
    /// As <see cref="Of"/>, for a message. Its lines after the first are indented. Any other line feed belongs to a name and is escaped,
    /// since the rest of the name would look like a message of its own.
    /// </summary>
    public static string OfMessage(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\n') < 0) return Of(text);
        string[] lines = text.ToString().Split('\n');
        StringBuilder shown = new(Of(lines[0]));
        foreach ((int index, string line) in lines.Index().Skip(1))
        {
            bool isLine = line.StartsWith(Indent, StringComparison.Ordinal) || (index == lines.Length - 1 && line.Length == 0);
            shown.Append(isLine ? "\n" : "\\u000a").Append(Of(line));
        }

        return shown.ToString();
    }

    /// <summary>As <see cref="Of"/>, for what stands in one line, such as a cell of a table.</summary>
    public static string OfLine(ReadOnlySpan<char> text) => Of(text).Replace("\n", "\\u000a", StringComparison.Ordinal);
}
