namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Points that belong together.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Style">The class of the style sheet that gives the colour: <c>first</c>, <c>second</c>, <c>third</c>.</param>
/// <param name="Drawing">A line through the points, the points alone, or both.</param>
/// <param name="Points">The points, by increasing x; those that are not finite are left out.</param>
public sealed record Series(string Name, string Style, Drawing Drawing, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>At most <paramref name="count"/> points, each the mean of as many neighbours.</summary>
    public Series Thinned(int count)
    {
        int each = (Points.Count + count - 1) / count;
        return each <= 1 ? this : this with
        {
            Points = [.. Points.Chunk(each).Select(part =>
            (part.Average(point => point.X), part.Average(point => point.Y)))]
        };
    }
}
