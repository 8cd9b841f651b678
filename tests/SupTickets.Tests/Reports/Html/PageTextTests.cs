using System.Xml.Linq;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports.Html;

public sealed class PageTextTests
{
    [Theory]
    [InlineData("plain <b> & \t\n", "plain <b> & \t\n")]
    [InlineData("a\0b\u001bc\u0085d\u202ee", "a\\u0000b\\u001bc\\u0085d\\u202ee")]
    [InlineData("a\uffffb\ufffec", "a\\uffffb\\ufffec")]
    [InlineData("a 🎫 b", "a 🎫 b")]
    public void What_a_page_cannot_hold_is_written_out(string text, string shown) => Assert.Equal(shown, PageText.Of(text));

    // Halves do not survive the way through an attribute.
    [Fact]
    public void Halves_of_pairs_are_written_out() =>
        Assert.Equal("\\ud83cx\\udfab🎫", PageText.Of(string.Concat("\ud83c", "x", "\udfab", "🎫")));

    [Fact]
    public void No_name_costs_a_run_or_a_sweep_its_page()
    {
        using TemporaryFolder folder = new();
        string name = string.Concat("a\0b\u001b\uffff", "\ud83c");
        RunRecord run = RunExample.Record with
        {
            Recipe = RunExample.Recipe with { Name = name },
            Summary = RunExample.Record.Summary! with { Labels = [name, "b"], Layers = [new(name, 20, 3)] },
        };
        HtmlReport.Write(folder["run.html"], run);
        HtmlReport.Write(folder["sweep.html"], SweepExample.Record with { Name = name });
        foreach (string page in new[] { "run.html", "sweep.html" })
        {
            string text = File.ReadAllText(folder[page]);
            Assert.Contains(
                "a\\u0000b\\u001b\\uffff\\ud83c", XElement.Parse(text[text.IndexOf('\n', StringComparison.Ordinal)..]).Value,
                StringComparison.Ordinal);
        }
    }
}
