using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Curves over one x-axis as an SVG element that takes its colours from the page.</summary>
public sealed record LinePlot
{
    private const double Width = 380;
    private const double Height = 250;
    private const double DotRadius = 4;
    private const double RingRadius = 6;
    private const double MarkRadius = 2.5;
    private const int FewPoints = 40;
    private const double LetterWidth = 7, LetterHeight = 12;

    /// <summary>How strongly cycles are shaded, in turn.</summary>
    internal static readonly double[] BandOpacities = [0.13, 0.06];

    /// <summary>The title, also for readers who cannot see the plot.</summary>
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

    /// <summary>A remark below the caption; null for none.</summary>
    public string? Note { get; init; }

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
        [
            .. Bands.Select(Shade), .. Frame.Rows(YLabel), .. Frame.Columns(XLabel), .. Marker.Draw(Markers, Frame),
            .. Series.SelectMany(Draw),
        ])
    {
        Legend = Series.Count < 2 ? [] : [.. Series.Select(series => (series.Name, series.Style))],
        Note = Note,
    };

    /// <summary>The plot as shapes, with words beside some of its places.</summary>
    internal Picture Draw(IEnumerable<(double X, double Y, string Words)> names)
    {
        Picture plot = Draw();
        return plot with { Shapes = [.. plot.Shapes, .. Beside(names)] };
    }

    // Each name takes the first free spot around its place, since places may lie close together.
    private IEnumerable<Shape> Beside(IEnumerable<(double X, double Y, string Words)> names)
    {
        List<(double Left, double Base, double Right)> taken = [];
        foreach ((double x, double y, string words) in names)
        {
            double width = LetterWidth * words.Length, across = Frame.Across(x), down = Frame.Down(y);
            (double Left, double Base)[] spots =
            [
                .. from distance in Enumerable.Range(0, 8)
                   from spot in new[] { (7.0, -5.0), (7, 13), (-7 - width, -5), (-7 - width, 13) }
                   select (across + spot.Item1 + Math.Sign(spot.Item1) * distance * (width + 3), down + spot.Item2),
            ];
            bool IsFree((double Left, double Base) spot) =>
                spot.Left >= Frame.Left && spot.Left + width <= Frame.Width && spot.Base <= Frame.Bottom
                && taken.All(other =>
                    spot.Left >= other.Right || spot.Left + width <= other.Left || Math.Abs(spot.Base - other.Base) >= LetterHeight);
            (double left, double line) = spots.Where(IsFree).Append(spots[0]).First();
            taken.Add((left, line, left + width));
            yield return new Shape.Label("tick", left, line, "start", words);
        }
    }

    private Shape.Box Shade(Band band, int index)
    {
        double left = Frame.Across(band.From), width = Frame.Across(band.To) - left;
        return new("band", left, Frame.Top, width, Frame.Bottom - Frame.Top, BandOpacities[index % 2], string.Empty);
    }

    private IEnumerable<Shape> Draw(Series series)
    {
        (double X, double Y)[] points = [.. series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (series.Drawing is Drawing.Line or Drawing.Marked && points.Length > 1)
        {
            (double, double)[] places = [.. points.Select(point => (Frame.Across(point.X), Frame.Down(point.Y)))];
            yield return new Shape.Curve($"curve {series.Style}", places);
            if (series.Drawing == Drawing.Line || points.Length > FewPoints) yield break;
        }

        bool rings = series.Drawing == Drawing.Rings;
        bool small = series.Style == "pale" || (series.Drawing == Drawing.Marked && points.Length > 1);
        double radius = rings ? RingRadius : small ? MarkRadius : DotRadius;
        foreach ((double x, double y) in points)
        {
            string tip = string.Create(CultureInfo.InvariantCulture, $"{series.Name}: {y:0.####} at {x:0.##}");
            yield return new Shape.Dot($"{(rings ? "ring" : "dot")} {series.Style}", Frame.Across(x), Frame.Down(y), radius, tip);
        }
    }
}
