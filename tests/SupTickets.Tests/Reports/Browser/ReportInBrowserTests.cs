using System.Text.Json.Nodes;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports.Browser;

/// <summary>
/// Reports in a real browser. With <c>SUPTICKETS_SCREENSHOTS</c> naming a folder, what was seen is kept there; with
/// <c>SUPTICKETS_REPORT</c> naming a page, that is looked at too.
/// </summary>
public sealed class ReportInBrowserTests
{
    private const int Desk = 1440, Phone = 390;

    // What a plot is made of, with the box on the page that each part fills.
    private const string Plots = """
        [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width).map(svg => {
          const box = svg.getBoundingClientRect();
          return {
            title: svg.querySelector('title').textContent, width: box.width, height: box.height,
            marks: [...svg.querySelectorAll('polyline,circle,rect')].map(mark => mark.getBoundingClientRect())
              .filter(b => b.width + b.height !== 0).length,
            points: [...svg.querySelectorAll('polyline')].map(line => line.points.numberOfItems),
            outside: [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect())
              .filter(text => text.left < box.left - 1 || text.right > box.right + 1
                || text.top < box.top - 1 || text.bottom > box.bottom + 1).length
          };
        })
        """;

    // Pairs of texts of one plot that lie over each other.
    private const string Collisions = """
        [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
          const texts = [...svg.querySelectorAll('text')].map(text => ({ words: text.textContent, box: text.getBoundingClientRect() }));
          return texts.flatMap((a, i) => texts.slice(i + 1)
            .filter(b => Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1
              && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4)
            .map(b => svg.querySelector('title').textContent + ': ' + a.words + ' / ' + b.words));
        })
        """;

    // What a phone would cut off without a sign: plots wider than their card, words too small to read, and wide tables that do not say that
    // they scroll or lose the names of their rows when they do.
    private const string Cuts = """
        [
          ...[...document.querySelectorAll('figure')].filter(figure => figure.scrollWidth - 1 > figure.clientWidth)
            .map(figure => 'cut: ' + figure.textContent),
          ...[...document.querySelectorAll('svg text')]
            .filter(text => text.getBoundingClientRect().height !== 0 && text.getBoundingClientRect().height < 9)
            .map(text => 'small: ' + text.textContent),
          ...[...document.querySelectorAll('.scroll')].filter(table => table.scrollWidth - 1 > table.clientWidth).flatMap(table => [
            getComputedStyle(table).backgroundImage.includes('gradient') ? '' : 'no fade: ',
            getComputedStyle(table.querySelector('td')).position === 'sticky' ? '' : 'names leave: ',
            table.querySelectorAll('th').length - 5 > 0 && !table.previousElementSibling?.getBoundingClientRect().height ? 'no hint: ' : ''
          ].filter(fault => fault).map(fault => fault + table.getAttribute('aria-label')))
        ]
        """;

    private static readonly string? Kept = Environment.GetEnvironmentVariable("SUPTICKETS_SCREENSHOTS");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => Environment.GetEnvironmentVariable("SUPTICKETS_REPORT") is { } given
        ? ["run", "cancelled", "sweep", given]
        : ["run", "cancelled", "sweep"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_report_is_whole_on_a_desk_on_a_phone_and_in_the_dark(string name)
    {
        Assert.SkipWhen(Chromium.Executable is null, "Chromium is not installed");
        using TemporaryFolder folder = new();
        string file = Write(name, folder);
        await using Chromium browser = await Chromium.Start(Cancel);
        string light = "", dark = "";
        foreach ((int width, bool night) in new[] { (Desk, false), (Desk, true), (Phone, false), (Phone, true) })
        {
            OpenedPage page = await browser.Open(file, width, night, Cancel);
            Assert.Equal([], await page.Complaints(Cancel));
            RequirePlots((await page.Ask(Plots, Cancel)).AsArray(), width);
            Assert.Equal([], (await page.Ask(Collisions, Cancel)).AsArray().Select(collision => (string)collision!));
            Assert.Equal([], (await page.Ask(Cuts, Cancel)).AsArray().Select(cut => (string)cut!));
            // Wide tables scroll in themselves; the page as a whole never does.
            Assert.InRange((int)await page.Ask("document.documentElement.scrollWidth", Cancel), 1, width);
            string colours = (string)(
                await page.Ask("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color", Cancel))!;
            if (night) dark = colours;
            else light = colours;
            await Keep(name, $"{(width == Phone ? "phone" : "desk")}-{(night ? "dark" : "light")}.png", await page.Screenshot(Cancel));
        }

        Assert.NotEqual(light, dark);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_report_is_printed_on_white_however_dark_the_screen(string name)
    {
        Assert.SkipWhen(Chromium.Executable is null, "Chromium is not installed");
        using TemporaryFolder folder = new();
        await using Chromium browser = await Chromium.Start(Cancel);
        OpenedPage page = await browser.Open(Write(name, folder), Desk, dark: true, Cancel);
        await Keep(name, "print.pdf", await page.Pdf(Cancel));
        await page.Show("dark", "print", Cancel);
        Assert.Equal("rgb(255, 255, 255)", (string)(await page.Ask("getComputedStyle(document.body).backgroundColor", Cancel))!);
        Assert.Equal("avoid", (string)(await page.Ask("[...new Set([...document.querySelectorAll('figure')].map(figure => "
            + "getComputedStyle(figure).breakInside))].join() || 'avoid'", Cancel))!);
        Assert.Equal("visible", (string)(await page.Ask("[...new Set([...document.querySelectorAll('.scroll')].map(table => "
            + "getComputedStyle(table).overflowX))].join() || 'visible'", Cancel))!);
    }

    private static void RequirePlots(JsonArray plots, int width)
    {
        Assert.NotEmpty(plots);
        Assert.All(plots, plot =>
        {
            Assert.InRange((double)plot!["width"]!, width == Phone ? 280 : 300, double.MaxValue);
            Assert.InRange((double)plot["height"]!, 60, double.MaxValue);
            Assert.InRange((int)plot["marks"]!, 1, int.MaxValue);
            Assert.All(plot["points"]!.AsArray(), points => Assert.InRange((int)points!, 2, int.MaxValue));
            Assert.True((int)plot["outside"]! == 0, $"'{plot["title"]}' has words that are cut off");
        });
    }

    private static string Write(string name, TemporaryFolder folder)
    {
        string file = folder["report.html"];
        switch (name)
        {
            case "run": HtmlReport.Write(file, RunExample.Record); break;
            case "cancelled": HtmlReport.Write(file, new RunRecord(RunExample.Recipe, null, new(RunExample.CancelledInCycleEvents))); break;
            case "sweep": HtmlReport.Write(file, SweepExample.Record); break;
            default: File.Copy(name, file); break;
        }

        return file;
    }

    private static async Task Keep(string page, string name, byte[] contents)
    {
        if (Kept is null) return;
        Directory.CreateDirectory(Kept);
        await File.WriteAllBytesAsync(Path.Combine(Kept, $"{Path.GetFileNameWithoutExtension(page)}-{name}"), contents, Cancel);
    }
}
