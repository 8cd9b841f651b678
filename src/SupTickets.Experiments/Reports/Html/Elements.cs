using System.Xml.Linq;
using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>
/// The HTML elements of reports. They are XML elements, so that text is always escaped. Each holds an empty text, so that it is not written
/// as a self-closing element, which HTML does not know.
/// </summary>
internal static class Elements
{
    /// <summary>The number of columns that fit on a phone.</summary>
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
    /// A table that scrolls sideways on narrow screens, by keys too, with its names always in view. A shade at its edge shows that there is
    /// more; where that is likely, a line above it says so.
    /// </summary>
    /// <param name="name">Its title, also for readers who cannot see it.</param>
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

    /// <summary>A plot with its caption, a legend where colours need one, and its form for narrow screens if it has one.</summary>
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
