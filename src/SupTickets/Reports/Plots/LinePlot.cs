using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Plots;

/// <summary>Curves over one x-axis as an SVG element that takes its colours from the page.</summary>
public sealed record LinePlot
{
    private const double Width = 440;
    private const double Height = 266;
    private const double DotRadius = 4;
    private const double RingRadius = 6;

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

    /// <summary>Spans to shade behind the curves.</summary>
    public IReadOnlyList<Band> Bands { get; init; } = [];

    private Frame Frame => new(Width, Height, X, Y);

    /// <summary>The plot as an SVG element.</summary>
    public XElement ToSvg() => SvgPicture.Of(Draw());

    /// <summary>The plot as shapes.</summary>
    internal Picture Draw() => new(
        Title,
        Width,
        Height,
        [.. Bands.Select(Shade), .. Frame.Rows(YLabel), .. Frame.Columns(XLabel), .. Markers.SelectMany(Mark), .. Series.SelectMany(Draw)])
    {
        Legend = Series.Count < 2 ? [] : [.. Series.Select(series => (series.Name, series.Style))],
    };

    /// <summary>The plot as shapes, with words beside some of its places.</summary>
    internal Picture Draw(IEnumerable<(double X, double Y, string Words)> names)
    {
        Picture plot = Draw();
        return plot with { Shapes = [.. plot.Shapes, .. names.Select(name => new Shape.Label("tick", Frame.Across(name.X) + 7, Frame.Down(name.Y) - 5, "start", name.Words))] };
    }

    private Shape.Box Shade(Band band, int index) => new(
        "band", Frame.Across(band.From), Frame.Top, Frame.Across(band.To) - Frame.Across(band.From), Frame.Bottom - Frame.Top, index % 2 == 0 ? 0.13 : 0.06, string.Empty);

    private IEnumerable<Shape> Mark(Marker marker, int index)
    {
        yield return new Shape.Line("marker", Frame.Across(marker.X), Frame.Top, Frame.Across(marker.X), Frame.Bottom);

        // Labels that would run into each other are thinned; the first and every n-th remain.
        if (index % ((Markers.Count / 12) + 1) == 0) yield return new Shape.Label("tick", Frame.Across(marker.X), Frame.Top - 4, "middle", marker.Label);
    }

    private IEnumerable<Shape> Draw(Series series)
    {
        (double X, double Y)[] points = [.. series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (series.Drawing != Drawing.Line || points.Length == 1)
        {
            bool rings = series.Drawing == Drawing.Rings;
            return points.Select(point => new Shape.Dot(
                $"{(rings ? "ring" : "dot")} {series.Style}",
                Frame.Across(point.X),
                Frame.Down(point.Y),
                rings ? RingRadius : DotRadius,
                string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {point.Y:0.####} at {point.X:0.##}")));
        }

        return points.Length == 0 ? [] : [new Shape.Curve($"curve {series.Style}", [.. points.Select(point => (Frame.Across(point.X), Frame.Down(point.Y)))])];
    }
}
