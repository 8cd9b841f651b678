using System.Text.Json;
using SupTickets.Tests.EndToEnd;

namespace SupTickets.Tests.Cli.Commands;

[Collection(nameof(WholeRuns))]
public sealed class TicketsCommandTests
{
    [Fact]
    public void Tickets_are_compared_as_a_document_and_as_tables()
    {
        using Scratch scratch = new();
        string run = SmallRun.Train("rigl", scratch.Path("run"));
        JsonElement report = Tool.Json("tickets", run, "--points", "3");
        Assert.Equal(["tickets", "overlaps", "superposed", "lines", "notes"], report.Keys());
        Assert.Equal(["cycle", "connections", "metrics", "recomputed"], report.GetProperty("tickets")[0].Keys());
        Assert.Equal(["first", "second", "jaccard", "ofFirst", "layers"], report.GetProperty("overlaps")[0].Keys());
        Assert.Equal(["name", "jaccard", "ofFirst"], report.GetProperty("overlaps")[0].GetProperty("layers")[0].Keys());
        Assert.Equal(["connections", "union", "lived"], report.GetProperty("superposed").Keys());
        JsonElement line = report.GetProperty("lines")[0];
        Assert.Equal(["first", "second", "points", "barrier"], line.Keys());
        Assert.Equal(3, line.GetProperty("points").GetArrayLength());
        Assert.Equal(["share", "loss", "accuracy"], line.GetProperty("points")[1].Keys());

        var (code, text, error) = Tool.Run("tickets", run);
        Assert.True(code == 0, error);
        Assert.Contains("that lived in 2 of 2 tickets", text, StringComparison.Ordinal);
        Assert.Contains("barrier", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_ticket_has_no_line_to_another()
    {
        using Scratch scratch = new();
        string run = SmallRun.Train("set", scratch.Path("run"));
        File.Delete(scratch.Path("run/tickets/cycle-1.safetensors"));
        string refused = $"--points: '{run}' holds one ticket, that of cycle 2; allowed: with at least two";
        Assert.Contains(refused, Tool.Refused("tickets", run, "--points", "3"), StringComparison.Ordinal);
        Assert.Equal(0, Tool.Json("tickets", run).GetProperty("lines").GetArrayLength());
        const string Told = "there is one ticket: with nothing to compare it with, and no line from it to another";
        Assert.Contains(Told, Tool.Run("tickets", run).Out, StringComparison.Ordinal);
    }

    /// <summary>Whose recipe is looked into for the data to take the place of.</summary>
    [Fact]
    public void A_damaged_recipe_is_named_with_its_file()
    {
        using Scratch scratch = new();
        string recipe = scratch.Path("recipe.json");
        File.WriteAllText(recipe, "{\"seed\":");
        foreach (string command in new[] { "tickets", "eval" })
            Assert.Contains($"{recipe}: ", Tool.Refused(command, scratch.Path(""), "--data", "synthetic"), StringComparison.Ordinal);
        Assert.Contains($"{recipe}: ", Tool.Refused("report", scratch.Path("")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_no_tickets_is_refused()
    {
        using Scratch scratch = new();
        Assert.Contains("which does not exist", Tool.Refused("tickets", scratch.Path("none")), StringComparison.Ordinal);
        Assert.Contains("holds no run", Tool.Refused("tickets", scratch.Path("")), StringComparison.Ordinal);
        Assert.Contains(
            "--points: got 2; allowed: a whole number from 3 to 10000", Tool.Refused("tickets", scratch.Path(""), "--points", "2"),
            StringComparison.Ordinal);
        Assert.Contains("data set (--data)", Tool.Refused("tickets", scratch.Path(""), "--data", "cifar11"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000000000")]
    [InlineData("99999999999")]
    [InlineData("2")]
    public void Points_have_a_limit_that_is_named(string points) => Assert.StartsWith(
        $"--points: got {points}; allowed: a whole number from 3 to 10000 (SUPTICKETS_MAX_LINE_POINTS sets another limit)",
        Tool.Refused("tickets", "x", "--points", points),
        StringComparison.Ordinal);
}
