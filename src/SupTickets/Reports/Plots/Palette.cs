namespace SupTickets.Reports.Plots;

/// <summary>The colours of a report, as <c>#rrggbb</c>; pages have both, PNG files the light one.</summary>
/// <param name="Ground">Of the page.</param>
/// <param name="Card">Under plots and tiles.</param>
/// <param name="Ink">Of text.</param>
/// <param name="Soft">Of text that stands back, and of axes.</param>
/// <param name="Line">Of grids and borders.</param>
/// <param name="First">Of the first series.</param>
/// <param name="Second">Of the second.</param>
/// <param name="Third">Of the third.</param>
internal sealed record Palette(string Ground, string Card, string Ink, string Soft, string Line, string First, string Second, string Third)
{
    /// <summary>On light ground, and on paper.</summary>
    public static Palette Light { get; } = new("#fbfbfa", "#ffffff", "#1d232b", "#56606c", "#e3e6ea", "#2463c9", "#c4501b", "#2d8659");

    /// <summary>On dark ground.</summary>
    public static Palette Dark { get; } = new("#14171b", "#1c2026", "#e6e9ed", "#a2acb8", "#323841", "#79aaf7", "#f59562", "#69c596");

    /// <summary>As variables of a style sheet, each called as here in lower case.</summary>
    public string ToStyle() =>
        $"--ground: {Ground}; --card: {Card}; --ink: {Ink}; --soft: {Soft}; --line: {Line}; --first: {First}; --second: {Second}; --third: {Third};";
}
