using SupTickets.Experiments.Runs;
using SupTickets.Storage;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>Reports for people: self-contained pages that need no network.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page of a run; if the run is not complete, the page shows its progress.</summary>
    /// <param name="path">The file, replaced as a whole.</param>
    /// <param name="run">The run.</param>
    public static void Write(string path, RunRecord run) => AtomicFile.WriteText(path, Page.Of(
        $"{run.Recipe.Name} – SupTickets",
        HeadlineSection.Of(run),
        TicketSection.Of(run),
        PaperSection.Of(run),
        CurveSection.Of(run),
        DiversitySection.Of(run),
        CostSection.Of(run),
        LayerSection.Of(run),
        ProvenanceSection.Of(run),
        RecipeSection.Of(run.Recipe)));

    /// <summary>Writes the page of a sweep, with the runs that have not finished named.</summary>
    /// <param name="path">The file, replaced as a whole.</param>
    /// <param name="sweep">The sweep.</param>
    public static void Write(string path, SweepRecord sweep) =>
        AtomicFile.WriteText(path, Page.Of($"{sweep.Name} – SupTickets", SweepSection.Of(sweep)));
}
