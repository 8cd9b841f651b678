using System.Xml.Linq;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Reports.Html;

/// <summary>Writes the page of a run, and reads it again.</summary>
public abstract class HtmlReportSetup : IDisposable
{
    private protected readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static IEnumerable<XElement> Class(XElement page, string style) =>
        page.Descendants().Where(element => (string?)element.Attribute("class") == style);

    private protected XElement Page(RunSummary? summary, IEnumerable<TrainingEvent> events)
    {
        using (JsonLinesLog log = JsonLinesLog.Create(folder["events.jsonl"], 1))
        {
            foreach (TrainingEvent happened in events) log.On(happened);
        }

        HtmlReport.Write(
            folder["report.html"], new RunRecord(RunExample.Recipe, summary, new(EventLog.Read(folder["events.jsonl"]).Events)));
        return Parse();
    }

    private protected static XElement Plot(XElement page, string title) =>
        page.Descendants("svg").First(plot => plot.Element("title")!.Value == title);

    private protected XElement Parse()
    {
        string html = File.ReadAllText(folder["report.html"]);
        Assert.StartsWith("<!DOCTYPE html>\n", html);
        return XElement.Parse(html["<!DOCTYPE html>\n".Length..]);
    }
}
