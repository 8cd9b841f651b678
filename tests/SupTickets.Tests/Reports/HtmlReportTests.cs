using System.Globalization;
using System.Xml.Linq;
using SupTickets.Reports;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

public sealed class HtmlReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_shows_the_figures_of_the_summary()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        Assert.Equal("a <b> & \"c\"", page.Descendants("h1").Single().Value);
        string[] tiles = [.. Class(page, "value").Select(tile => tile.Value)];
        Assert.Equal(["75.00 %", "90.00 %", "25.00 %", "25.00 %", "2 min 5 s"], tiles);
        Assert.Contains("+4.00 points", page.Value);
        XElement tickets = page.Descendants("table").First();
        Assert.Equal(["ticket 1", "ticket 2", "superposed", "superposed, statistics recomputed"], tickets.Descendants("tr").Skip(1).Select(row => row.Element("td")!.Value));
        Assert.DoesNotContain("not complete", page.Value);
    }

    [Fact]
    public void Tickets_are_marked_in_every_plot_and_dots_stand_at_their_accuracy()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        XElement[] plots = [.. page.Descendants("svg")];
        Assert.Equal(["Accuracy", "Tickets and their superposition", "Training loss", "Learning rate", "Connections replaced at each update"], plots.Select(plot => plot.Element("title")!.Value));
        Assert.All(plots, plot => Assert.Equal(["T1", "T2"], plot.Elements("text").Select(text => text.Value).Where(text => text.StartsWith('T'))));
        double[] heights = [.. Class(plots[0], "dot second").Select(dot => double.Parse(dot.Attribute("cy")!.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, heights.Length);
        Assert.True(heights[1] < heights[0], "75 % stands above 70 %");
    }

    [Fact]
    public void A_cancelled_run_says_how_far_it_came_and_claims_no_result()
    {
        XElement page = Page(null, RunExample.CancelledEvents);
        Assert.Contains("not complete: it stands at step 20 of 40", page.Value);
        Assert.Empty(Class(page, "tiles"));
        Assert.Empty(page.Descendants("table"));
        Assert.NotEmpty(page.Descendants("svg"));
    }

    [Fact]
    public void A_run_without_any_step_has_a_page()
    {
        XElement page = Page(null, []);
        Assert.Contains("step 0 of 0", page.Value);
        Assert.Empty(page.Descendants("svg"));
    }

    [Fact]
    public void The_page_is_one_file_that_loads_nothing()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
        string style = page.Descendants("style").Single().Value;
        Assert.DoesNotContain("url(", style);
        Assert.Contains("prefers-color-scheme: dark", style);
        Assert.DoesNotContain(page.Descendants(), element => element.IsEmpty && element.Name.LocalName is not ("meta" or "line" or "polyline"));
    }

    [Fact]
    public void A_long_run_makes_no_large_page()
    {
        IEnumerable<TrainingEvent> steps = Enumerable.Range(1, 50_000).Select(step => new StepFinished(step, 0, 1.0 / step, 0.1));
        Page(null, [new RunStarted(0, 50_000, 100, false, new NetworkEngines("auto", "sparse", [])), .. steps]);
        Assert.InRange(new FileInfo(folder["report.html"]).Length, 1, 40_000);
    }

    private static IEnumerable<XElement> Class(XElement page, string style) =>
        page.Descendants().Where(element => (string?)element.Attribute("class") == style);

    private XElement Page(RunSummary? summary, IEnumerable<TrainingEvent> events)
    {
        using (JsonLinesLog log = JsonLinesLog.Create(folder["events.jsonl"], 1))
        {
            foreach (TrainingEvent happened in events) log.On(happened);
        }

        HtmlReport.Write(folder["report.html"], RunExample.Recipe, summary, folder["events.jsonl"]);
        string html = File.ReadAllText(folder["report.html"]);
        Assert.StartsWith("<!DOCTYPE html>\n", html);
        return XElement.Parse(html["<!DOCTYPE html>\n".Length..]);
    }
}
