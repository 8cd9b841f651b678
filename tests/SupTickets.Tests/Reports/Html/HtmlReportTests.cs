using System.Xml.Linq;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Training;

namespace SupTickets.Tests.Reports.Html;

public sealed class HtmlReportTests : HtmlReportSetup
{
    [Fact]
    public void The_page_shows_the_figures_of_the_summary()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        Assert.Equal("a <b> & \"c\"", page.Descendants("h1").Single().Value);
        string[] tiles = [.. Class(page, "value").Select(tile => tile.Value)];
        Assert.Equal(["75.00 %", "90.00 %", "25.00 %", "25.00 %", "2 min 5 s"], tiles);
        Assert.Contains("+4.00 points", page.Value);
        XElement tickets = page.Descendants("table").First();
        Assert.Equal(
            ["ticket 1", "ticket 2", "superposed", "superposed, statistics recomputed", "prediction ensemble of 2"],
            tickets.Descendants("tr").Skip(1).Select(row => row.Element("td")!.Value));
        Assert.DoesNotContain("not complete", page.Value);
    }

    [Fact]
    public void What_a_page_cannot_hold_is_shown_as_JSON_writes_it() => Assert.Contains(
        "Classes3: a\\u0000b, \\u001b[31m, 🐈",
        Page(RunExample.Summary with { Labels = ["a\0b", "\u001b[31m", "🐈"] }, RunExample.Events).Value,
        StringComparison.Ordinal);

    [Fact]
    public void Classes_are_named_in_the_order_of_the_outputs_as_far_as_there_is_room()
    {
        Assert.DoesNotContain("Classes", Page(RunExample.Summary, RunExample.Events).Value);
        Assert.Contains(
            "Classes3: zebra, ant, bee", Page(RunExample.Summary with { Labels = ["zebra", "ant", "bee"] }, RunExample.Events).Value);
        string[] many = [.. Enumerable.Range(0, 1000).Select(number => $"c{number}")];
        Assert.Contains("Classes1,000: c0, c1, ", Page(RunExample.Summary with { Labels = many }, RunExample.Events).Value);
        Assert.DoesNotContain("c20,", Page(RunExample.Summary with { Labels = many }, RunExample.Events).Value);
    }

    [Fact]
    public void Densities_say_whether_they_are_of_the_network_or_of_the_result()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        Assert.Contains("The network in training. Equal ratios", page.Value);
        Assert.Contains("In the table: the superposed ticket, which is the result of the run.", page.Value);
        Assert.Contains(
            "In the table: the network at the end of the run,",
            Page(RunExample.Summary with { Superposed = null }, RunExample.Events).Value);
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
    public void A_run_cancelled_in_a_cycle_says_which_and_shows_the_tickets_so_far()
    {
        XElement page = Page(null, RunExample.CancelledInCycleEvents);
        Assert.Contains("stands at step 35 of 40, in cycle 2 of 2, 20.0 s after its start. Its figures so far are no result.", page.Value);
        Assert.Empty(Class(page, "tiles"));
        XElement tickets = page.Descendants("table").Single();
        Assert.Equal(["ticket 1", "1 of 2 superposed"], tickets.Descendants("tr").Skip(1).Select(row => row.Element("td")!.Value));
        // 4 connections of the 20 + 20 positions that follow from the first densities.
        Assert.All(tickets.Descendants("tr").Skip(1), row => Assert.Equal("90.00 %", row.Elements("td").Last().Value));
        Assert.Contains(page.Descendants("svg"), plot => plot.Element("title")!.Value == "Density of each layer");
        Assert.Contains("before the first of 2 cycles", Page(null, RunExample.CancelledEvents).Value);
    }

    [Fact]
    public void Ensemble_diversity_overlap_and_reliability_are_shown_where_they_were_measured()
    {
        HtmlReport.Write(folder["report.html"], RunExample.Record);
        XElement page = Parse();
        string[] rows = [.. page.Descendants("table").First().Descendants("tr").Last().Elements("td").Select(cell => cell.Value)];
        Assert.Equal(["prediction ensemble of 2", "77.00 %", "99.00 %", "0.5000", "3.00 %", "8", "90.00 %"], rows);
        Assert.Contains("different classes for 12.50 % of the test samples", page.Value);
        Assert.Contains("brought 6 connections together; pruning left 4", page.Value);
        XElement matrix = Plot(page, "Connections that tickets share");
        Assert.Equal(
            ["100", "60", "60", "100"],
            matrix.Elements("text").Where(text => ((string)text.Attribute("class")!).StartsWith("inside ")).Select(text => text.Value));
        XElement reliability = Plot(page, "Reliability on the test set");
        Assert.Equal(2, reliability.Elements("circle").Count());
        Assert.Equal(["0.5", "0.9", "0.5", "0.9"], reliability.Elements("rect").Select(box => box.Attribute("fill-opacity")!.Value));
    }

    [Fact]
    public void Cost_is_told_in_operations_and_time()
    {
        string text = Page(RunExample.Summary, RunExample.Events).Value;
        Assert.Contains("inference, one sample12 FLOPs25.00 %", text);
        Assert.Contains("training, the whole run30 FLOPs25.00 %", text);
        Assert.Contains("A step, mean3125.0 ms", text);
        Assert.Contains("auto: 1 of 2 layers sparse", text);
        Assert.Contains(
            "training, the whole runnot recorded25.00 %", Page(RunExample.Summary with { TrainingFlops = null }, RunExample.Events).Value);
    }

    [Fact]
    public void No_cell_of_any_table_is_empty_and_all_shares_are_in_per_cent()
    {
        HtmlReport.Write(folder["report.html"], RunExample.Record);
        XElement[] run = [.. Parse().Descendants("td")];
        HtmlReport.Write(folder["report.html"], SweepExample.Record);
        XElement[] sweep = [.. Parse().Descendants("td")];
        Assert.All(run.Concat(sweep).Where(cell => (string?)cell.Attribute("class") != "bars"), cell => Assert.NotEqual("", cell.Value));
        // An ECE of 0.03 everywhere.
        Assert.DoesNotContain(run.Concat(sweep), cell => cell.Value.Contains("0.03", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_says_when_on_what_and_how_to_run_it_again()
    {
        HtmlReport.Write(folder["report.html"], RunExample.Record with { Folder = "/runs/one two" });
        string text = Parse().Value;
        Assert.Contains("2026-03-01 22:59 to 2026-03-02 01:30 UTC on Some CPU 3", text);
        Assert.Contains("Went onat step 20, 2026-03-02 00:10 UTC", text);
        Assert.Contains("Some CPU 2, 1 thread on 2 cores, vectors of 256 bits, from step 0 on", text);
        Assert.Contains("Some CPU 3, 4 threads on 8 cores, vectors of 512 bits, from step 20 on", text);
        Assert.Contains("SupTickets 1.2.3, libtorch 2.10.0, .NET 10.0.1, Some Linux, X64", text);
        Assert.Contains("suptickets train '/runs/one two/recipe.json' --out '/runs/one two-again'", text);
        Assert.Contains("suptickets eval '/runs/one two'", text);
        Assert.DoesNotContain("resume", text);
        // A log from before it was recorded says nothing of it.
        string old = Page(RunExample.Summary, RunExample.Events).Value;
        Assert.DoesNotContain("Machine", old);
        Assert.DoesNotContain("Started", old);
    }

    [Fact]
    public void A_page_of_an_unfinished_run_or_sweep_has_the_command_that_goes_on()
    {
        HtmlReport.Write(
            folder["report.html"], new RunRecord(RunExample.Recipe, null, new(RunExample.CancelledEvents)) { Folder = "/runs/it's" });
        Assert.Contains(@"To go on: suptickets resume '/runs/it'\''s'", Parse().Value);
        HtmlReport.Write(folder["report.html"], SweepExample.Record with { Folder = "/runs/grid" });
        Assert.Contains("To go on: suptickets sweep /runs/grid --retry-failed", Parse().Value);
        Assert.Contains("suptickets compare /runs/grid", Parse().Value);
        Assert.Contains("To go on: suptickets resume FOLDER", Page(null, RunExample.CancelledEvents).Value);
    }

    [Fact]
    public void Every_warning_of_the_run_stands_at_its_top()
    {
        TrainingEvent[] warned =
        [
            .. RunExample.Events, new Warning(30, "ensemble", "a < b"), new Warning(35, "superposition", "the average fails"), new Warning(
                40, "superposition", "the average fails"),
        ];
        foreach (XElement page in new[] { Page(RunExample.Summary, warned), Page(null, warned.Where(happened =>
            happened is not RunFinished)) })
        {
            Assert.Equal(
                ["a < b (step 30)", "the average fails (2 times, steps 35 to 40)"],
                page.Descendants("li").Select(item => item.Value));
            Assert.True(page.Value.IndexOf("The run warned:", StringComparison.Ordinal) < page.Value.IndexOf(
                "Course of training", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Tables_are_reached_by_keys_and_wide_ones_say_that_they_scroll()
    {
        foreach (XElement table in Page(RunExample.Summary, RunExample.Events).Descendants("table"))
        {
            XElement frame = table.Parent!;
            Assert.Equal(("scroll", "0", "region"), (
                (string?)frame.Attribute("class"), (string?)frame.Attribute("tabindex"), (string?)frame.Attribute("role")));
            Assert.NotEqual("", (string?)frame.Attribute("aria-label") ?? "");
            Assert.Equal(table.Descendants("th").Count() > 5, Class(frame.Parent!, "hint").Any());
        }
    }

    [Fact]
    public void A_network_of_several_members_and_one_without_tickets_are_called_what_they_are()
    {
        Recipe recipe = RunExample.Recipe with { Model = new() { Name = "lenet5", Ensemble = new() { Name = "tree-net", Members = 3 } } };
        RunSummary summary =
            RunExample.Summary with { Tickets = [], Superposed = null, Ensemble = null, Network = RunExample.Metrics(0.6) };
        HtmlReport.Write(folder["report.html"], new RunRecord(recipe, summary, new(RunExample.Events)));
        XElement page = Parse();
        Assert.Contains("lenet5 as tree-net of 3 on ", page.Descendants("p").First().Value);
        Assert.Equal("On the test set", page.Descendants("h2").First().Value);
        Assert.Equal("Tickets on the test set", Page(RunExample.Summary, RunExample.Events).Descendants("h2").First().Value);
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
        Assert.DoesNotContain(
            page.Descendants(), element => element.IsEmpty && element.Name.LocalName is not ("meta" or "line" or "polyline" or "rect"));
    }

    [Fact]
    public void A_long_run_makes_no_large_page()
    {
        IEnumerable<TrainingEvent> steps = Enumerable.Range(1, 50_000).Select(step => new StepFinished(step, 0, 1.0 / step, 0.1));
        Page(null, [new RunStarted(0, 50_000, 100, false, new NetworkEngines(Engine.Auto, Engine.Sparse, [])), .. steps]);
        Assert.InRange(new FileInfo(folder["report.html"]).Length, 1, 40_000);
    }
}
