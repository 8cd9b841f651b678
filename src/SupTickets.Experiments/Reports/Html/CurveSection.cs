using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The curves of a run over its epochs, with its cycles and tickets marked.</summary>
internal static class CurveSection
{
    /// <summary>The section; a plot without data is left out.</summary>
    public static XElement Of(RunRecord run) => Elements.Section(
        "Course of training",
        run.History.Tickets.Count > 0 ? Elements.Of("p", "soft", "Shaded: the cycles. A dotted line: a ticket is taken.") : null,
        Elements.Of("div", "plots", RunPlots.Course(run).Select(Elements.Figure)));
}
