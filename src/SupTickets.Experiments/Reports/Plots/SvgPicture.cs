using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Pictures as SVG elements that take their colours from the page.</summary>
internal static class SvgPicture
{
    /// <summary>The element.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="style">Its class; null for none.</param>
    public static XElement Of(Picture picture, string? style = null) => new(
        "svg",
        style is null ? null : new XAttribute("class", style),
        new XAttribute("viewBox", Text($"0 0 {picture.Width:0.#} {picture.Height:0.#}")),
        new XAttribute("role", "img"),
        new XElement("title", picture.Title),
        picture.Shapes.Select(Of));

    private static XElement Of(Shape shape) => shape switch
    {
        Shape.Line line => Element("line", line, ("x1", line.X1), ("y1", line.Y1), ("x2", line.X2), ("y2", line.Y2)),
        Shape.Curve curve =>
            Element("polyline", curve).With("points", string.Join(' ', curve.Points.Select(point => Text($"{point.X:0.#},{point.Y:0.#}")))),
        Shape.Dot dot => Element("circle", dot, ("cx", dot.X), ("cy", dot.Y), ("r", dot.Radius)).Saying(dot.Tip),
        Shape.Box box => Element("rect", box, ("x", box.X), ("y", box.Y), ("width", box.Width), ("height", box.Height))
            .With("fill-opacity", Text($"{box.Opacity:0.###}")).Saying(box.Tip),
        Shape.Label label =>
            Element("text", label, ("x", label.X), ("y", label.Y)).With("text-anchor", label.Anchor).Containing(label.Words),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "no such shape"),
    };

    private static XElement Element(string tag, Shape shape, params (string Name, double Value)[] lengths) => new(
        tag, new XAttribute("class", shape.Style), lengths.Select(length => new XAttribute(length.Name, Text($"{length.Value:0.#}"))));

    private static XElement With(this XElement element, string name, string value)
    {
        element.Add(new XAttribute(name, value));
        return element;
    }

    private static XElement Saying(this XElement element, string tip) =>
        tip.Length == 0 ? element.Containing(string.Empty) : element.Containing(new XElement("title", tip));

    private static XElement Containing(this XElement element, object content)
    {
        element.Add(content);
        return element;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
