using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>Where the connections of the result are.</summary>
internal static class LayerSection
{
    /// <summary>The section: one row for each sparse layer, with a bar as long as its density.</summary>
    public static XElement Of(RunSummary summary) => Elements.Section("Connections per layer", Elements.Of("div", "scroll", new XElement(
        "table",
        new XElement("thead", new XElement("tr", new[] { "layer", "connections", "positions", "density", "" }.Select(cell => new XElement("th", cell)))),
        new XElement("tbody", summary.Layers.Select(Row)))));

    private static XElement Row(LayerSummary layer)
    {
        double density = (double)layer.Connections / layer.Positions;
        XElement bar = Elements.Of("span", "bar");
        bar.Add(new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"width:{100 * density:0.##}%")));
        return new(
            "tr",
            new XElement("td", layer.Name),
            new XElement("td", Numbers.Count(layer.Connections)),
            new XElement("td", Numbers.Count(layer.Positions)),
            new XElement("td", Numbers.Percent(density)),
            Elements.Of("td", "wide", bar));
    }
}
