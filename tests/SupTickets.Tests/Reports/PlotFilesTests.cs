using SkiaSharp;
using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Reports.Plots;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class PlotFilesTests
{
    [Fact]
    public void Every_plot_of_the_page_becomes_a_picture_with_its_colours()
    {
        Assert.SkipWhen(SKFontManager.Default.FontFamilyCount == 0, "this system has no font");
        using TemporaryFolder folder = new();
        IReadOnlyList<string> files = PlotFiles.Write(folder["plots"], RunExample.Record);
        HtmlReport.Write(folder["report.html"], RunExample.Record);
        Assert.Equal(File.ReadAllText(folder["report.html"]).Split("<figure").Length - 1, files.Count);
        Assert.Equal(files.Order(), Directory.EnumerateFiles(folder["plots"]).Order());
        Assert.All(files, file =>
        {
            using SKBitmap picture = SKBitmap.Decode(file);
            Assert.InRange(picture.Width, 800, 2000);
            // White, ink, axes and at least one series.
            Assert.InRange(Colours(picture).Count, 4, int.MaxValue);
        });
        using SKBitmap accuracy = SKBitmap.Decode(folder["plots/accuracy.png"]);
        Assert.Superset(
            new HashSet<SKColor> { SKColor.Parse(Palette.Light.First), SKColor.Parse(Palette.Light.Second), SKColor.Parse("#ffffff") },
            Colours(accuracy));
    }

    [Fact]
    public void A_sweep_has_its_plots_too()
    {
        Assert.SkipWhen(SKFontManager.Default.FontFamilyCount == 0, "this system has no font");
        using TemporaryFolder folder = new();
        Assert.Equal(
            ["accuracy-of-each-run.png", "accuracy-against-inference-flops.png", "accuracy-against-training-flops.png"],
            PlotFiles.Write(folder["plots"], SweepExample.Record).Select(Path.GetFileName));
    }

    private static HashSet<SKColor> Colours(SKBitmap picture) => [.. picture.Pixels];
}
