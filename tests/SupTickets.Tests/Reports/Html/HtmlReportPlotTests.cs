using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Training;

namespace SupTickets.Tests.Reports.Html;

/// <summary>The plots on the page of a run.</summary>
public sealed class HtmlReportPlotTests : HtmlReportSetup
{
    [Fact]
    public void Tickets_are_marked_in_every_plot_and_dots_stand_at_their_accuracy()
    {
        XElement page = Page(RunExample.Summary, RunExample.Events);
        XElement[] plots = [.. page.Descendants("svg").Where(plot => (string?)plot.Attribute("class") != "narrow")];
        Assert.Equal(
            [
                "Accuracy", "Tickets and their superposition", "Training loss", "Learning rate", "Connections replaced at each update",
                "Time of each epoch", "Reliability on the test set", "Density of each layer"],
            plots.Select(plot => plot.Element("title")!.Value));
        Assert.All(plots.Where(plot => plot.Element("title")!.Value != "Reliability on the test set"), plot =>
            Assert.Equal(["T1", "T2"], plot.Elements("text").Select(text => text.Value).Where(text => text.StartsWith('T'))));
        // Two cycles; the second plot is of them alone.
        Assert.Equal(
            [2, 0, 2, 2, 2, 2, 0, 0], plots.Select(plot => plot.Elements("rect").Count(box => (string?)box.Attribute("class") == "band")));
        double[] heights = [
            .. Class(plots[0], "dot second").Select(dot => double.Parse(dot.Attribute("cy")!.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(2, heights.Length);
        Assert.True(heights[1] < heights[0], "75 % stands above 70 %");
    }

    [Fact]
    public void The_rate_is_drawn_from_the_recipe_with_upright_steps_however_few_steps_were_logged()
    {
        // The example's milestone is after one of two normal epochs; its log is cut to three steps.
        XElement page = Page(
            null, RunExample.CancelledEvents.Where(happened => happened is not StepFinished || happened.Step is 1 or 12 or 20));
        string[] corners = Plot(page, "Learning rate").Elements("polyline").Single().Attribute("points")!.Value.Split(' ');
        double[][] places = [
            .. corners.Select(corner => corner.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        Assert.InRange(places.Length, 4, 8);
        Assert.All(places.Zip(places.Skip(1)), pair =>
            Assert.True(pair.First[0] == pair.Second[0] || pair.First[1] == pair.Second[1], string.Join(' ', corners)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.995)]
    [InlineData(0)]
    public void No_axis_of_accuracies_leaves_0_to_100(double top1)
    {
        XElement page = Page(null, [.. RunExample.CancelledEvents.Where(happened => happened is not Evaluated), new Evaluated(
            10, "test", RunExample.Metrics(top1))]);
        Assert.All(Ticks(Plot(page, "Accuracy")), tick => Assert.InRange(tick, 0, 100));
        HtmlReport.Write(folder["report.html"], SweepExample.Of(top1));
        Assert.All(Parse().Descendants("svg").SelectMany(Ticks), tick => Assert.InRange(tick, 0, 100));
    }

    private static IEnumerable<double> Ticks(XElement plot) => plot.Elements("text")
        .Where(text => (string)text.Attribute("class")! == "tick" && (string)text.Attribute("text-anchor")! == "end")
        .Select(text => double.TryParse(text.Value, CultureInfo.InvariantCulture, out double tick) ? tick : 0);
}
