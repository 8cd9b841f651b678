using System.Globalization;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports;

/// <summary>The table that ends a run, as data: console and report print the same rows.</summary>
public static class SummaryTable
{
    /// <summary>Each cheap ticket, then the result of the run.</summary>
    public static IReadOnlyList<SummaryRow> Of(RunSummary summary)
    {
        SummaryRow Row(string name, Metrics metrics, long connections) =>
            new(name, metrics, connections, (double)(summary.Positions - connections) / summary.Positions);

        List<SummaryRow> rows = [];
        foreach (TicketSummary ticket in summary.Tickets)
        {
            rows.Add(Row(NameOf(ticket.Cycle), ticket.Metrics, ticket.Connections));
            if (ticket.Recomputed is { } recomputed)
                rows.Add(Row($"{NameOf(ticket.Cycle)}, statistics recomputed", recomputed, ticket.Connections));
        }

        if (summary.Superposed is { } superposed)
        {
            rows.Add(Row("superposed", superposed.Metrics, superposed.Connections));
            if (superposed.Recomputed is { } recomputed)
                rows.Add(Row("superposed, statistics recomputed", recomputed, superposed.Connections));
        }

        if (summary.Network is { } network) rows.Add(Row("network", network, summary.Connections));
        return rows;
    }

    /// <summary>The name of a cycle's ticket.</summary>
    internal static string NameOf(int cycle) =>
        cycle == 0 ? "before the cycles" : string.Create(CultureInfo.InvariantCulture, $"ticket {cycle}");
}
