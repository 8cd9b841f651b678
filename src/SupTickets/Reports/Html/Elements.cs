using System.Xml.Linq;
using SupTickets.Reports.Plots;

namespace SupTickets.Reports.Html;

/// <summary>
/// The HTML elements that reports are made of. They are XML elements, so text is escaped by construction; the empty text in
/// each keeps it from closing itself, which HTML would not understand.
/// </summary>
internal static class Elements
{
    /// <summary>An element of one style class.</summary>
    public static XElement Of(string tag, string style, params object?[] content) =>
        new(tag, new XAttribute("class", style), string.Empty, content);

    /// <summary>A section under its own heading.</summary>
    public static XElement Section(string heading, params object?[] content) =>
        new("section", new XElement("h2", heading), content);

    /// <summary>A table that scrolls sideways where the screen is narrow. The first column holds names, the others numbers.</summary>
    public static XElement Table(IEnumerable<string> head, IEnumerable<IEnumerable<object>> rows) =>
        Of("div", "scroll", new XElement(
            "table",
            new XElement("thead", new XElement("tr", head.Select(cell => new XElement("th", cell)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell)))))));

    /// <summary>A plot with its caption and a legend where colours need one.</summary>
    public static XElement Figure(Picture plot) => new(
        "figure",
        new XElement("figcaption", plot.Title, plot.Note is { } note ? Of("span", "remark", note) : null),
        plot.Legend.Count == 0 ? null : Of("div", "legend", plot.Legend.Select(key => Of("span", $"key {key.Style}", key.Name))),
        SvgPicture.Of(plot));

    /// <summary>A link to a file beside the page.</summary>
    public static XElement Link(string target, string words) => new("a", new XAttribute("href", target), words);
}
