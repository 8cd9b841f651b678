using System.Text.RegularExpressions;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Names that become parts of a folder's name, joined by <see cref="SweepRun.Separator"/>.</summary>
internal static partial class SweepNames
{
    /// <summary>The allowed names, in words.</summary>
    public const string Allowed = "letters, digits and . _ + = -, where a dash stands alone between two others and a dot not at the start";

    /// <summary>Whether a name may be used.</summary>
    public static bool IsName(string name) => Pattern().IsMatch(name);

    /// <summary>A name made from any text; empty if no character of it can be used.</summary>
    public static string Of(string text) => Strange().Replace(text, "-").Trim('-').TrimStart('.');

    [GeneratedRegex(@"^(?!\.)[A-Za-z0-9._+=]+(-[A-Za-z0-9._+=]+)*$")]
    private static partial Regex Pattern();

    [GeneratedRegex("[^A-Za-z0-9._+=]+")]
    private static partial Regex Strange();
}
