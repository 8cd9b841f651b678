using System.Text.RegularExpressions;

namespace SupTickets.Cli;

/// <summary>Shortens quoted values: a message quotes its input, which may be a whole file pasted by mistake.</summary>
internal static partial class LongValue
{
    private const int Kept = 80;

    /// <summary>The message with words of more than 400 characters cut short.</summary>
    public static string Shorten(string message) =>
        Words().Replace(message, word => $"{word.Value[..Kept]}… ({word.Length} characters)");

    [GeneratedRegex(@"[^\s"";']{401,}", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
