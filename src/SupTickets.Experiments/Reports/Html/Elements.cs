using System.Xml.Linq;
using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>
/// The HTML elements that reports are made of. They are XML elements, so text is escaped by construction; the empty text in
/// each keeps it from closing itself, which HTML would not understand.
/// </summary>
internal static class Elements
{
    /// <summary>As many columns fit on a phone.</summary>
    private const int FewColumns = 5;

    /// <summary>An element of one style class.</summary>
    public static XElement Of(string tag, string style, params object?[] content) =>
        new(tag, new XAttribute("class", style), string.Empty, content);

    /// <summary>A section under its own heading.</summary>
    public static XElement Section(string heading, params object?[] content) =>
        new("section", new XElement("h2", heading), content);

    /// <summary>A table of text and elements. The first column holds names, the others numbers.</summary>
    public static XElement Table(string name, IReadOnlyList<string> head, IEnumerable<IEnumerable<object>> rows) =>
        Table(name, head, rows.Select(row => row.Select(cell => new XElement("td", cell))));

    /// <summary>
    /// A table that scrolls sideways where the screen is narrow, by keys too, with its names always in view; a shade at its edge shows that
    /// there is more, and where that is to be expected a line above it says so.
    /// </summary>
    /// <param name="name">What it shows, for people who do not see it.</param>
    /// <param name="head">Headings of the columns.</param>
    /// <param name="rows">The cells of each row.</param>
    public static XElement Table(string name, IReadOnlyList<string> head, IEnumerable<IEnumerable<XElement>> rows) => Of(
        "div",
        "table",
        head.Count > FewColumns ? Of("p", "hint", "More columns: scroll sideways →") : null,
        new XElement(
            "div",
            new XAttribute("class", "scroll"),
            new XAttribute("tabindex", "0"),
            new XAttribute("role", "region"),
            new XAttribute("aria-label", name),
            new XElement(
                "table",
                new XElement("thead", new XElement("tr", head.Select(cell => new XElement("th", cell)))),
                new XElement("tbody", rows.Select(row => new XElement("tr", row))))));

    /// <summary>Names and what they stand for.</summary>
    public static XElement List(IEnumerable<(string Name, object Value)> entries) =>
        new("dl", entries.SelectMany(entry => new[] { new XElement("dt", entry.Name), new XElement("dd", entry.Value) }));

    /// <summary>A plot with its caption and a legend where colours need one; with one form for narrow screens where it has one.</summary>
    public static XElement Figure(Picture plot) => new(
        "figure",
        new XElement("figcaption", plot.Title, plot.Note is { } note ? Of("span", "remark", note) : null),
        plot.Legend.Count == 0 ? null : Of("div", "legend", plot.Legend.Select(key => Of("span", $"key {key.Style}", key.Name))),
        plot.Narrow is { } narrow ? new[] { SvgPicture.Of(plot, "broad"), SvgPicture.Of(narrow, "narrow") } : [SvgPicture.Of(plot)]);

    /// <summary>A link to a file beside the page.</summary>
    public static XElement Link(string target, string words) => new("a", new XAttribute("href", target), words);

    /// <summary>A line to copy into a terminal.</summary>
    public static XElement Command(string line) => new("code", line);
}
