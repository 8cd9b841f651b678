using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The table of the cheap tickets and the result of the run.</summary>
internal static class TicketSection
{
    /// <summary>The section; of a run that is not complete, the tickets so far, and none before the first.</summary>
    public static XElement? Of(RunRecord run)
    {
        if (run.Summary is { } summary)
            return Of(summary.Tickets.Count == 0 ? "On the test set" : "Tickets on the test set", [
                .. SummaryTable.Of(summary), .. Ensemble(summary)]);
        SummaryRow[] rows = [.. SoFar(run)];
        return rows.Length == 0 ? null : Of("Tickets so far, on the test set", rows);
    }

    private static XElement Of(string heading, IEnumerable<SummaryRow> rows) => Elements.Section(heading, Elements.Table(
        heading,
        ["", "top-1", "top-5", "NLL", "ECE", "connections", "sparsity"],
        rows.Select(row => new[]
        {
            row.Name,
            Numbers.Percent(row.Metrics.Top1),
            Numbers.Percent(row.Metrics.Top5),
            Numbers.Figure(row.Metrics.Nll),
            Numbers.Percent(row.Metrics.Ece),
            Numbers.Count(row.Connections),
            Numbers.Percent(row.Sparsity),
        })));

    // The ensemble of all tickets, which takes as many times the connections and the passes.
    private static IEnumerable<SummaryRow> Ensemble(RunSummary summary)
    {
        if (summary.Ensemble is not { } ensemble) yield break;
        long connections = summary.Tickets.Sum(ticket => ticket.Connections);
        yield return new(
            string.Create(CultureInfo.InvariantCulture, $"prediction ensemble of {ensemble.Tickets}"),
            ensemble.Metrics,
            connections,
            1 - (double)connections / (summary.Tickets.Count * summary.Positions));
    }

    private static IEnumerable<SummaryRow> SoFar(RunRecord run)
    {
        long positions = run.Layers.Sum(layer => layer.Positions);
        SummaryRow Row(string name, Metrics metrics, long connections) =>
            new(name, metrics, connections, positions == 0 ? double.NaN : 1 - (double)connections / positions);

        foreach (TicketTaken ticket in run.History.Tickets)
            yield return Row(SummaryTable.NameOf(ticket.Cycle), ticket.Metrics, ticket.Connections);
        if (run.History.Superpositions is [.., { } last])
            yield return Row(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{last.Tickets} of {run.Calendar.Cycles + run.History.Tickets.Count(ticket => ticket.Cycle == 0)} superposed"),
                last.Metrics, last.Connections);
    }
}
