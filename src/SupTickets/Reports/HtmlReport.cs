using System.Text;
using SupTickets.Recipes;
using SupTickets.Reports.Html;
using SupTickets.Storage;

namespace SupTickets.Reports;

/// <summary>The report of a run for people: one self-contained page.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">The file, replaced as a whole.</param>
    /// <param name="recipe">The run's recipe.</param>
    /// <param name="summary">Its final figures; null where the run was cancelled, and the page then says how far it came.</param>
    /// <param name="events">The path of its event log.</param>
    /// <exception cref="InvalidDataException">The event log has a defect.</exception>
    public static void Write(string path, Recipe recipe, RunSummary? summary, string events)
    {
        RunHistory history = new(EventLog.Read(events));
        string page = Page.Of(
            $"{recipe.Name} – SupTickets",
            HeadlineSection.Of(recipe, summary, history),
            summary is null ? null : TicketSection.Of(summary),
            CourseSection.Of(history),
            summary is null ? null : LayerSection.Of(summary),
            RecipeSection.Of(recipe));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }
}
