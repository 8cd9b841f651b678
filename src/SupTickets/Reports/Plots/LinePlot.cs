using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Plots;

/// <summary>Curves over one x-axis as an SVG element that takes its colours from the page.</summary>
public sealed record LinePlot
{
    private const double Width = 440;
    private const double Height = 266;
    private const double Left = 52;
    private const double Right = 12;
    private const double Top = 28;
    private const double Bottom = 40;

    /// <summary>What the plot shows, for people who do not see it.</summary>
    public required string Title { get; init; }

    /// <summary>Label of the x-axis.</summary>
    public required string XLabel { get; init; }

    /// <summary>Label of the y-axis, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The x-axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The y-axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>The curves; the last is drawn on top.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Moments to mark.</summary>
    public IReadOnlyList<Marker> Markers { get; init; } = [];

    /// <summary>The plot as an SVG element.</summary>
    public XElement ToSvg() => new(
        "svg",
        new XAttribute("viewBox", Text($"0 0 {Width} {Height}")),
        new XAttribute("role", "img"),
        new XElement("title", Title),
        Y.Ticks.SelectMany(HorizontalLine),
        X.Ticks.Select(tick => Label(Across(tick), Height - Bottom + 16, "middle", Axis.Label(tick))),
        Line("axis", Left, Height - Bottom, Width - Right, Height - Bottom),
        Label((Left + Width - Right) / 2, Height - 6, "middle", XLabel),
        Label(4, 12, "start", YLabel),
        Markers.SelectMany(Mark),
        Series.SelectMany(Draw));

    private IEnumerable<XElement> HorizontalLine(double tick) =>
    [
        Line("grid", Left, Down(tick), Width - Right, Down(tick)),
        Label(Left - 6, Down(tick) + 4, "end", Axis.Label(tick)),
    ];

    private IEnumerable<XElement> Mark(Marker marker, int index)
    {
        yield return Line("marker", Across(marker.X), Top, Across(marker.X), Height - Bottom);

        // Labels that would run into each other are thinned; the first and every n-th remain.
        if (index % ((Markers.Count / 12) + 1) == 0) yield return Label(Across(marker.X), Top - 4, "middle", marker.Label);
    }

    private IEnumerable<XElement> Draw(Series series)
    {
        (double X, double Y)[] points = [.. series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (series.Drawing == Drawing.Dots || points.Length == 1)
        {
            return points.Select(point => new XElement(
                "circle",
                new XAttribute("class", $"dot {series.Style}"),
                new XAttribute("cx", Text($"{Across(point.X):0.#}")),
                new XAttribute("cy", Text($"{Down(point.Y):0.#}")),
                new XAttribute("r", "4"),
                new XElement("title", Text($"{series.Name}: {point.Y:0.####} at {point.X:0.##}"))));
        }

        return points.Length == 0
            ? []
            :
            [
                new XElement(
                    "polyline",
                    new XAttribute("class", $"curve {series.Style}"),
                    new XAttribute("points", string.Join(' ', points.Select(point => Text($"{Across(point.X):0.#},{Down(point.Y):0.#}"))))),
            ];
    }

    private double Across(double x) => Left + X.Position(x) * (Width - Left - Right);

    private double Down(double y) => Height - Bottom - Y.Position(y) * (Height - Top - Bottom);

    private static XElement Line(string style, double x1, double y1, double x2, double y2) => new(
        "line",
        new XAttribute("class", style),
        new XAttribute("x1", Text($"{x1:0.#}")),
        new XAttribute("y1", Text($"{y1:0.#}")),
        new XAttribute("x2", Text($"{x2:0.#}")),
        new XAttribute("y2", Text($"{y2:0.#}")));

    private static XElement Label(double x, double y, string anchor, string text) => new(
        "text",
        new XAttribute("x", Text($"{x:0.#}")),
        new XAttribute("y", Text($"{y:0.#}")),
        new XAttribute("text-anchor", anchor),
        text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
