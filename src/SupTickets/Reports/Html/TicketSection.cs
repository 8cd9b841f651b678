using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>The table of cheap tickets and of what the run resulted in.</summary>
internal static class TicketSection
{
    /// <summary>The section.</summary>
    public static XElement Of(RunSummary summary) => Elements.Section("Tickets on the test set", Elements.Table(
        ["", "top-1", "top-5", "NLL", "ECE", "connections", "sparsity"],
        SummaryTable.Of(summary).Select(row => new[]
        {
            row.Name,
            Numbers.Percent(row.Metrics.Top1),
            Numbers.Percent(row.Metrics.Top5),
            Numbers.Figure(row.Metrics.Nll),
            Numbers.Figure(row.Metrics.Ece),
            Numbers.Count(row.Connections),
            Numbers.Percent(row.Sparsity),
        })));
}
