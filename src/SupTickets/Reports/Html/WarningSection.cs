using System.Globalization;
using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>What the run warned of.</summary>
internal static class WarningSection
{
    /// <summary>The section; null where there was nothing to warn of.</summary>
    public static XElement? Of(RunRecord run)
    {
        // The log may be gone or damaged; the figures keep the warnings too.
        WarningSummary[] warnings = run.Summary?.Warnings is { } kept
            ? [.. kept]
            : [.. run.History.Warnings.Select(warning => new WarningSummary(warning.Step, warning.About, warning.Message))];
        return warnings.Length == 0 ? null : Elements.Section("Warnings", Elements.Of("div", "notice", new XElement(
            "ul", warnings.Select(warning => new XElement("li", Line(warning))))));
    }

    private static string Line(WarningSummary warning) => warning.Step == 0
        ? $"Before the first step: {warning.Message}"
        : string.Create(CultureInfo.InvariantCulture, $"After step {Numbers.Count(warning.Step)}: {warning.Message}");
}
