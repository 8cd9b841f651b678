using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>How the tickets differ among each other, and how far the result's confidence can be trusted.</summary>
internal static class DiversitySection
{
    /// <summary>The section; null if none of it was measured.</summary>
    public static XElement? Of(RunRecord run)
    {
        XElement[] plots = [.. RunPlots.Together(run).Select(Elements.Figure)];
        XElement[] remarks = [.. Remarks(run).Select(remark => new XElement("p", remark))];
        return plots.Length + remarks.Length == 0 ? null : Elements.Section(
            "Tickets together, and calibration", remarks, Elements.Of("div", "plots", plots));
    }

    private static IEnumerable<string> Remarks(RunRecord run)
    {
        if (run.Summary?.Diversity is { } diversity)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Two tickets predict different classes for {Numbers.Percent(diversity.Disagreement)} of the test samples; the KL "
                + $"divergence between their predictions is {Numbers.Figure(diversity.Kl)} nats, mean of all pairs.");
        }

        if (run.History.Superpositions is [.., { } last] && last.ConnectionsBeforePruning > last.Connections)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Averaging brought {Numbers.Count(last.ConnectionsBeforePruning)} connections together; pruning left "
                + $"{Numbers.Count(last.Connections)}.");
        }
    }
}
