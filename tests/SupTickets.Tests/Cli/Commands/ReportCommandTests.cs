using System.Text.Json;
using SkiaSharp;
using SupTickets.Tests.EndToEnd;

namespace SupTickets.Tests.Cli.Commands;

[Collection(nameof(WholeRuns))]
public sealed class ReportCommandTests
{
    [Fact]
    public void The_page_of_a_run_is_written_again_where_it_was_or_elsewhere()
    {
        using Scratch scratch = new();
        string run = SmallRun.Train("rigl", scratch.Path("run")), page = Path.Combine(run, "report.html");
        string written = File.ReadAllText(page);
        File.Delete(page);
        Assert.Equal((0, page + Environment.NewLine, ""), Tool.Run("report", run));
        Assert.Equal(written, File.ReadAllText(page));

        JsonElement told = Tool.Json("report", run, "--out", scratch.Path("other.html"));
        Assert.Equal(["report", "plots", "complete"], told.Keys());
        Assert.Equal((scratch.Path("other.html"), 0, true), (told.GetProperty("report").GetString(), told.GetProperty("plots").GetArrayLength(), told.GetProperty("complete").GetBoolean()));
        Assert.Equal(written, File.ReadAllText(scratch.Path("other.html")));

        Assert.SkipWhen(SKFontManager.Default.FontFamilyCount == 0, "this system has no font");
        string[] plots = [.. Tool.Json("report", run, "--png", scratch.Path("plots")).GetProperty("plots").EnumerateArray().Select(plot => plot.GetString()!)];
        Assert.Equal(written.Split("<svg").Length - 1, plots.Length);
        Assert.All(plots, plot => Assert.True(File.Exists(plot), plot));
    }

    [Fact]
    public void What_holds_no_run_is_refused_and_nothing_is_written()
    {
        using Scratch scratch = new();
        Assert.Contains("there is no folder", Tool.Refused("report", scratch.Path("nowhere")), StringComparison.Ordinal);
        Directory.CreateDirectory(scratch.Path("empty"));
        Assert.Contains("holds no run", Tool.Refused("report", scratch.Path("empty")), StringComparison.Ordinal);
        scratch.Write("empty/recipe.json", "{ \"sed\": 1 }");
        Assert.Contains("recipe.json", Tool.Refused("report", scratch.Path("empty")), StringComparison.Ordinal);
        scratch.Write("empty/recipe.json", "{}");
        Assert.Contains("--out", Tool.Refused("report", scratch.Path("empty"), "--out", scratch.Path("none/report.html")), StringComparison.Ordinal);
        Assert.Contains("--png", Tool.Refused("report", scratch.Path("empty"), "--png", scratch.Path("empty/recipe.json")), StringComparison.Ordinal);
        scratch.Write("empty/events.jsonl", "{\"event\":\"no\"}\n{}\n");
        Assert.Contains("events.jsonl, line 1", Tool.Refused("report", scratch.Path("empty")), StringComparison.Ordinal);
        Assert.Equal(["empty/events.jsonl", "empty/recipe.json"], scratch.Files());
    }
}
