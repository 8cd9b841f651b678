using System.Text.Json;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;

namespace SupTickets.Tests.EndToEnd;

[Collection(nameof(WholeRuns))]
public sealed class RunFolderContentsTests
{
    [Fact]
    public void A_run_folder_holds_what_is_promised_and_nothing_else()
    {
        using TemporaryFolder scratch = new();
        RunSummary summary = Experiment.Train(SmallRun.Recipe("rigl"), scratch["run"], [], CancellationToken.None);

        Assert.Equal(
            [
                "checkpoint.previous.safetensors", "checkpoint.safetensors", "data.json", "engine-costs.json", "events.jsonl",
                "metrics.json", "recipe.json", "report.html", "ticket.safetensors", "tickets/cycle-1.safetensors",
                "tickets/cycle-2.safetensors"],
            SmallRun.Contents(scratch["run"]).Keys.Order(StringComparer.Ordinal));
        string recipe = File.ReadAllText(scratch["run/recipe.json"]).TrimEnd();
        Recipe resolved = Experiment.Resolve(SmallRun.Recipe("rigl"));
        resolved = resolved with { Data = resolved.Data with { Labels = SyntheticImages.Classes } };
        Assert.Equal(RecipeJson.Write(resolved), recipe);
        string[] events = [.. File.ReadAllLines(scratch["run/events.jsonl"]).Select(
            line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
        Assert.Equal("topology", events[0]);
        Assert.Equal("finished", events[^1]);
        Assert.Equal(24, events.Count(name => name == "step"));
        Assert.Equal((2, 2, 8), (
            events.Count(name => name == "ticket"), events.Count(name => name == "superposition"), events.Count(name => name == "epoch")));

        Ticket ultimate = TicketFile.Read(scratch["run/ticket.safetensors"]);
        Assert.Equal(
            (summary.Connections, "resnet20", 10), (ultimate.State.Connections, ultimate.Description.Model, ultimate.Description.Classes));
        Assert.Equal(recipe, ultimate.Description.Recipe);
        for (int cycle = 1; cycle <= 2; cycle++)
        {
            Assert.Equal(summary.Connections, TicketFile.Read(scratch[$"run/tickets/cycle-{cycle}.safetensors"]).State.Connections);
            Metrics again =
                Experiment.Evaluate(scratch[$"run/tickets/cycle-{cycle}.safetensors"], null, null, CancellationToken.None).Metrics;
            Assert.Equal(summary.Tickets[cycle - 1].Metrics, again);
        }

        Assert.Equal(summary.Superposed!.Metrics, Experiment.Evaluate(scratch["run"], null, null, CancellationToken.None).Metrics);
        Assert.Equal(
            JsonSerializer.Serialize(summary), JsonSerializer.Serialize(Experiment.Resume(scratch["run"], [], CancellationToken.None)));
    }

    [Theory]
    [InlineData("rigl")]
    [InlineData("granet")]
    [InlineData("snip")]
    public void The_same_recipe_and_seed_give_the_same_bytes(string method)
    {
        using TemporaryFolder scratch = new();
        byte[] first = File.ReadAllBytes(Path.Combine(SmallRun.Train(method, scratch["first"]), "ticket.safetensors"));
        byte[] second = File.ReadAllBytes(Path.Combine(SmallRun.Train(method, scratch["second"]), "ticket.safetensors"));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Resuming_a_finished_run_prints_its_figures_and_changes_nothing()
    {
        using TemporaryFolder scratch = new();
        SmallRun.Train("set", scratch["run"]);
        var before = SmallRun.Contents(scratch["run"]);
        JsonElement shown = Tool.Json("resume", scratch["run"]);
        Assert.Equal(2, shown.GetProperty("tickets").GetArrayLength());
        Assert.True(shown.GetProperty("superposed").GetProperty("metrics").TryGetProperty("top1", out _));
        Assert.Contains("superposed", Tool.Run("resume", scratch["run"]).Out, StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(scratch["run"]));
    }
}
