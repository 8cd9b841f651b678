using System.Globalization;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>The colours of a report, as <c>#rrggbb</c>; pages have both, PNG files the light one.</summary>
/// <param name="Ground">Of the page.</param>
/// <param name="Card">Under plots and tiles.</param>
/// <param name="Ink">Of text.</param>
/// <param name="Soft">Of text that stands back, and of axes.</param>
/// <param name="Line">Of grids and borders, which nothing depends on.</param>
/// <param name="First">Of the first series, and of links.</param>
/// <param name="Second">Of the second.</param>
/// <param name="Third">Of the third.</param>
/// <param name="Least">Of the least in maps whose shades are amounts.</param>
/// <param name="Most">Of the most.</param>
internal sealed record Palette(
    string Ground, string Card, string Ink, string Soft, string Line, string First, string Second, string Third, string Least, string Most)
{
    /// <summary>Shades that the eye can tell apart.</summary>
    public const int Shades = 16;

    /// <summary>On light ground, and on paper.</summary>
    public static Palette Light { get; } = new(
        "#fbfbfa", "#ffffff", "#1d232b", "#56606c", "#e3e6ea", "#2463c9", "#bd4a16", "#26784e", "#628dda", "#0b2350");

    /// <summary>On dark ground.</summary>
    public static Palette Dark { get; } = new(
        "#14171b", "#1c2026", "#e6e9ed", "#a2acb8", "#323841", "#79aaf7", "#f59562", "#69c596", "#3f70bb", "#dfeaff");

    /// <summary>The shade of an amount.</summary>
    /// <param name="amount">In [0, 1].</param>
    public static int ShadeOf(double amount) => (int)Math.Round(Math.Clamp(amount, 0, 1) * (Shades - 1));

    /// <summary>
    /// As variables of a style sheet, each called as here in lower case; <c>s0</c>, <c>s1</c>, … are the shades, <c>o0</c>, <c>o1</c>, …
    /// text on them.
    /// </summary>
    public string ToStyle()
    {
        IEnumerable<string> shades = Enumerable.Range(0, Shades)
            .Select(shade => string.Create(CultureInfo.InvariantCulture, $"--s{shade}: {Shade(shade)}; --o{shade}: {On(shade)};"));
        return $"--ground: {Ground}; --card: {Card}; --ink: {Ink}; --soft: {Soft}; --line: {Line}; "
            + $"--first: {First}; --second: {Second}; --third: {Third}; {string.Join(' ', shades)}";
    }

    /// <summary>A shade, from <see cref="Least"/> to <see cref="Most"/>.</summary>
    public string Shade(int shade)
    {
        double share = (double)shade / (Shades - 1);
        int[] parts = [.. new[] { 1, 3, 5 }.Select(at => (int)Math.Round(((1 - share) * Part(Least, at)) + (share * Part(Most, at))))];
        return string.Create(CultureInfo.InvariantCulture, $"#{parts[0]:x2}{parts[1]:x2}{parts[2]:x2}");
    }

    /// <summary>Black or white, whichever is read better on a shade.</summary>
    public string On(int shade) => Luminance(Shade(shade)) < 0.179 ? "#ffffff" : "#000000";

    /// <summary>Relative luminance of a colour, in [0, 1] (WCAG 2.2).</summary>
    internal static double Luminance(string colour)
    {
        double Linear(int at)
        {
            double part = Part(colour, at) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Linear(1)) + (0.7152 * Linear(3)) + (0.0722 * Linear(5));
    }

    private static int Part(string colour, int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
