using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The distribution of the connections over the layers, during the run and in its result.</summary>
internal static class LayerSection
{
    /// <summary>
    /// The section: a map over the epochs, and one row for each sparse layer of the result, with a bar as long as its density.
    /// </summary>
    public static XElement? Of(RunRecord run)
    {
        XElement? map = RunPlots.Layers(run) is { } plot ? Elements.Of("div", "wide", Elements.Figure(plot)) : null;
        string result = run.Summary?.Superposed is null ? "the network at the end of the run" : "the superposed ticket";
        object?[] table = run.Summary is not { } summary ? []
            :
            [
                Elements.Of("p", "soft", $"In the table: {result}, which is the result of the run."),
                Elements.Table(
                    $"Connections per layer of {result}", ["layer", "connections", "positions", "density", ""], summary.Layers.Select(Row)),
            ];
        return map is null && table.Length == 0 ? null : Elements.Section("Connections per layer", map, table);
    }

    private static IEnumerable<XElement> Row(LayerSummary layer)
    {
        double density = (double)layer.Connections / layer.Positions;
        XElement bar = Elements.Of("span", "bar");
        bar.Add(new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"width:{100 * density:0.##}%")));
        return
        [
            new("td", RunRecord.NameOf(layer.Name)),
            new("td", Numbers.Count(layer.Connections)),
            new("td", Numbers.Count(layer.Positions)),
            new("td", Numbers.Percent(density)),
            Elements.Of("td", "bars", Elements.Of("span", "track", bar)),
        ];
    }
}
