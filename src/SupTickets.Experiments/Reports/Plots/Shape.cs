namespace SupTickets.Experiments.Reports.Plots;

/// <summary>A part of a picture; lengths are in units of the picture, y downwards.</summary>
/// <param name="Style">Classes of the style sheet, which give colours and widths.</param>
internal abstract record Shape(string Style)
{
    /// <summary>A straight line.</summary>
    internal sealed record Line(string Style, double X1, double Y1, double X2, double Y2) : Shape(Style);

    /// <summary>A line through points.</summary>
    internal sealed record Curve(string Style, IReadOnlyList<(double X, double Y)> Points) : Shape(Style);

    /// <summary>A dot, and what it says when pointed at.</summary>
    internal sealed record Dot(string Style, double X, double Y, double Radius, string Tip) : Shape(Style);

    /// <summary>A filled box, opaque by <paramref name="Opacity"/> in [0, 1].</summary>
    internal sealed record Box(string Style, double X, double Y, double Width, double Height, double Opacity, string Tip) : Shape(Style);

    /// <summary>Words; <paramref name="Anchor"/> is <c>start</c>, <c>middle</c> or <c>end</c>, at the height of their base line.</summary>
    internal sealed record Label(string Style, double X, double Y, string Anchor, string Words) : Shape(Style);
}
