using System.Text.Json;
using SkiaSharp;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Sweeps;

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
        Assert.Equal((scratch.Path("other.html"), 0, true), (
            told.GetProperty("report").GetString(), told.GetProperty("plots").GetArrayLength(), told.GetProperty("complete").GetBoolean()));
        Assert.Equal(written, File.ReadAllText(scratch.Path("other.html")));

        File.WriteAllText(scratch.Path("other.html"), "<!DOCTYPE html>");
        File.CreateSymbolicLink(scratch.Path("link.html"), "other.html");
        Assert.Equal(0, Tool.Run("report", run, "--out", scratch.Path("link.html")).ExitCode);
        Assert.Equal("other.html", new FileInfo(scratch.Path("link.html")).LinkTarget);
        Assert.Equal(written, File.ReadAllText(scratch.Path("other.html")));

        string ticket = scratch.Write("ticket", "weights");
        Assert.Contains("--out: got", Tool.Refused("report", run, "--out", ticket), StringComparison.Ordinal);
        Assert.StartsWith("--out: got ''; allowed: a file", Tool.Refused("report", run, "--out", ""), StringComparison.Ordinal);
        Assert.StartsWith("--png: got ''; allowed: a folder", Tool.Refused("report", run, "--png", ""), StringComparison.Ordinal);
        Assert.Equal("weights", File.ReadAllText(ticket));
        if (OperatingSystem.IsLinux()) Tool.Refused("report", run, "--out", "/dev/null");

        Assert.SkipWhen(SKFontManager.Default.FontFamilyCount == 0, "this system has no font");
        string[] plots = [.. Tool.Json("report", run, "--png", scratch.Path("plots")).GetProperty("plots").EnumerateArray().Select(plot =>
            plot.GetString()!)];
        Assert.Equal(written.Split("<figure").Length - 1, plots.Length);
        Assert.All(plots, plot => Assert.True(File.Exists(plot), plot));
    }

    [Fact]
    public void What_holds_no_run_is_refused_and_nothing_is_written()
    {
        using Scratch scratch = new();
        Assert.Contains("which does not exist", Tool.Refused("report", scratch.Path("nowhere")), StringComparison.Ordinal);
        Directory.CreateDirectory(scratch.Path("empty"));
        Assert.Contains("holds no run", Tool.Refused("report", scratch.Path("empty")), StringComparison.Ordinal);
        scratch.Write("empty/recipe.json", "{ \"sed\": 1 }");
        Assert.Contains("recipe.json", Tool.Refused("report", scratch.Path("empty")), StringComparison.Ordinal);
        scratch.Write("empty/recipe.json", "{}");
        Assert.Contains(
            "--out", Tool.Refused("report", scratch.Path("empty"), "--out", scratch.Path("none/report.html")), StringComparison.Ordinal);
        Assert.Contains(
            "--png", Tool.Refused("report", scratch.Path("empty"), "--png", scratch.Path("empty/recipe.json")), StringComparison.Ordinal);
        scratch.Write("empty/events.jsonl", "{\"event\":\"no\"}\n{}\n");
        Assert.Equal(["empty/events.jsonl", "empty/recipe.json"], scratch.Files());
        // What can be read of a damaged log makes a page, and the rest is said.
        var (code, _, error) = Tool.Run("report", scratch.Path("empty"));
        Assert.Equal((0, "suptickets: line 1 of events.jsonl is damaged and was left out"), (code, error.TrimEnd()));
    }

    [Fact]
    public void The_page_of_a_sweep_is_written_with_links_to_the_reports_of_its_runs()
    {
        using Scratch scratch = new();
        SweepFolder sweep = SweepFolder.Create(scratch.Path("s"), SampleSweep.Parse(SampleSweep.Grid));
        SampleSweep.Finish(sweep, sweep.Sweep.Runs[0], 0.5);
        scratch.Write("s/runs/rigl--0.9--41/report.html", "");
        sweep.RecordFailure(sweep.Sweep.Runs[2], new("the loss is not finite", DateTimeOffset.UnixEpoch));
        string page = Path.Combine(sweep.Path, "report.html");
        Assert.Equal((0, page + Environment.NewLine, ""), Tool.Run("report", sweep.Path));
        string written = File.ReadAllText(page);
        Assert.Contains("1 of 8 runs finished, in 4 groups", written, StringComparison.Ordinal);
        Assert.Contains("href=\"runs/rigl--0.9--41/report.html\"", written, StringComparison.Ordinal);
        Assert.Contains("rigl--0.95--41: failed: the loss is not finite", written, StringComparison.Ordinal);
        Assert.Contains("rand--0.9--7: not started", written, StringComparison.Ordinal);

        Directory.CreateDirectory(scratch.Path("other"));
        Assert.False(Tool.Json("report", sweep.Path, "--out", scratch.Path("other/page.html")).GetProperty("complete").GetBoolean());
        Assert.Contains(
            "href=\"../s/runs/rigl--0.9--41/report.html\"", File.ReadAllText(scratch.Path("other/page.html")), StringComparison.Ordinal);
    }
}
