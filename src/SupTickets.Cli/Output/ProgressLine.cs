using System.Globalization;
using Spectre.Console.Rendering;

namespace SupTickets.Cli.Output;

/// <summary>
/// One line of progress that fits a terminal. If there is little room, whole parts of the text are left out, the last first, and then the
/// bar: half a number is worse than none.
/// </summary>
internal static class ProgressLine
{
    /// <summary>The separator of the parts of a text; the most important part comes first.</summary>
    public const string Separator = "  ";

    private const int LongestBar = 24, ShortestBar = 8, Roomy = 60;

    /// <summary>
    /// Cells of the bar, those of it that are filled, and the rest of the line; together less than <paramref name="width"/> cells.
    /// </summary>
    /// <param name="share">The part that is done, in [0, 1].</param>
    /// <param name="text">What is going on, in parts.</param>
    /// <param name="width">Cells of the terminal.</param>
    public static (int Bar, int Filled, string Text) Of(double share, string text, int width)
    {
        share = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1);
        string percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share),3:0} %");
        // The last cell stays free: some terminals go to the next line when it is filled.
        int room = width - 1 - percent.Length, reserved = width >= Roomy ? ShortestBar + 1 : 0;
        string rest = Fitting(text, room - reserved - Separator.Length);
        int left = room - (rest.Length > 0 ? CellsOf(rest) + Separator.Length : 0) - 1;
        int bar = left >= ShortestBar ? Math.Min(left, LongestBar) : 0;
        string line = rest.Length > 0 ? percent + Separator + rest : percent;
        return (bar, (int)(share * bar), bar == 0 ? Cut(line, width - 1) : line);
    }

    /// <summary>
    /// The start of a text that takes at most <paramref name="cells"/> cells, with an ellipsis where something is missing.
    /// </summary>
    public static string Cut(string text, int cells)
    {
        if (CellsOf(text) <= cells) return text;
        if (cells < 1) return string.Empty;
        return (Segment.Truncate(new Segment(text), cells - 1)?.Text ?? string.Empty) + "…";
    }

    private static string Fitting(string text, int room)
    {
        string[] parts = text.Split(Separator);
        string line = Cut(parts[0], room);
        foreach (string part in parts.Skip(1))
        {
            if (CellsOf(line) + Separator.Length + CellsOf(part) > room) break;
            line += Separator + part;
        }

        return line;
    }

    private static int CellsOf(string text) => new Segment(text).CellCount();
}
