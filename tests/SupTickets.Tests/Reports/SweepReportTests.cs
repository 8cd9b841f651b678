using System.Xml.Linq;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class SweepReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Mean_and_sample_deviation_are_those_of_the_finished_runs()
    {
        SweepGroup group = SweepExample.Record.Groups[0];
        SampleMean accuracy = group.Mean(run => 100 * run.Result!.Top1)!;
        // 70, 72 and 77: mean 73, squares 9 + 1 + 16 = 26, 26 ÷ 2 = 13.
        Assert.Equal(73, accuracy.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(13), accuracy.StandardDeviation!.Value, 1e-12);
        Assert.Null(SweepExample.Record.Groups[1].Mean(run => run.Result!.Top1)!.StandardDeviation);
        Assert.Null(SweepExample.Record.Groups[2].Mean(run => run.Result!.Top1));
    }

    [Fact]
    public void The_page_has_groups_plots_and_a_link_to_each_report()
    {
        HtmlReport.Write(folder["report.html"], SweepExample.Record);
        XElement page = XElement.Parse(File.ReadAllText(folder["report.html"])["<!DOCTYPE html>\n".Length..]);
        Assert.Equal("rates & seeds", page.Descendants("h1").Single().Value);
        Assert.Contains("4 of 6 runs finished, in 3 groups", page.Value);
        XElement[] tables = [.. page.Descendants("table")];
        string[][] groups = [.. tables[0].Descendants("tr").Skip(1).Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];
        Assert.Equal(["1. rigl--0.9", "3 of 3", "73.00 ± 3.61", "0.5000", "3.00 ± 0.00", "25.00 %", "25.00 %", "2 min 5 s"], groups[0]);
        Assert.Equal(["2. set--0.9", "1 of 2", "71.00"], groups[1][..3]);
        Assert.Equal(["3. set--0.95", "0 of 1", "–"], groups[2][..3]);
        Assert.Equal(
            [
                "runs/rigl--0.9--41/report.html", "runs/rigl--0.9--42/report.html", "runs/rigl--0.9--43/report.html",
                "runs/set--0.9--41/report.html"],
            page.Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal(["set--0.9--42: failed: the loss is not finite", "set--0.95--41: not started"], page.Descendants("li").Select(item =>
            item.Value));

        XElement[] plots = [.. page.Descendants("svg").Where(plot => (string?)plot.Attribute("class") != "narrow")];
        Assert.Equal(["Accuracy of each run", "Accuracy against inference FLOPs", "Accuracy against training FLOPs"], plots.Select(
            plot => plot.Element("title")!.Value));
        Assert.Equal(4, plots[0].Elements("circle").Count());
        Assert.Equal(["1", "2"], plots[1].Elements("text").Skip(plots[1].Elements("text").Count() - 2).Select(text => text.Value));
    }

    [Fact]
    public void A_sweep_that_has_not_begun_has_a_page_without_plots()
    {
        SweepRecord sweep = SweepExample.Record with { Groups = [SweepExample.Record.Groups[2]] };
        HtmlReport.Write(folder["report.html"], sweep);
        XElement page = XElement.Parse(File.ReadAllText(folder["report.html"])["<!DOCTYPE html>\n".Length..]);
        Assert.Contains("0 of 1 run finished, in 1 group", page.Value);
        Assert.Empty(page.Descendants("svg"));
    }
}
