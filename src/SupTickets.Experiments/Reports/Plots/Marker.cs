namespace SupTickets.Experiments.Reports.Plots;

/// <summary>A vertical line that marks a moment.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What it says at the top.</param>
public sealed record Marker(double X, string Label)
{
    /// <summary>Above the dots and rings on the upper edge.</summary>
    private const double Above = 9;

    private const double Letter = 7;

    /// <summary>The lines of all markers, by increasing x, with the labels that do not overlap.</summary>
    internal static IEnumerable<Shape> Draw(IReadOnlyList<Marker> markers, Frame frame)
    {
        double free = double.NegativeInfinity;
        foreach (Marker marker in markers)
        {
            double x = frame.Across(marker.X), half = marker.Label.Length * Letter / 2;
            yield return new Shape.Line("marker", x, frame.Top, x, frame.Bottom);
            if (x - half < free) continue;
            free = x + half + Letter / 2;
            yield return new Shape.Label("tick", x, frame.Top - Above, "middle", marker.Label);
        }
    }
}
