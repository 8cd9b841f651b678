using SupTickets.Experiments;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;

namespace SupTickets.Tests;

[Collection(nameof(WholeRuns))]
public sealed class TicketAnalysisTests
{
    [Fact]
    public void A_finished_run_is_looked_into()
    {
        using TemporaryFolder scratch = new();
        Recipe recipe = SmallRun.Recipe("rigl");
        recipe = recipe with
        {
            Topology = recipe.Topology with { KeepDense = ["conv1"] },
            Superpose = recipe.Superpose with
            {
                IncludePretrained = true,
            }
        };
        RunSummary summary = Experiment.Train(recipe, scratch["run"], [], CancellationToken.None);
        TicketReport report = Examine(scratch["run"], 4);

        Assert.Equal(summary.Tickets, report.Tickets);
        Assert.Equal([(0, 1), (1, 2)], report.Lines.Select(line => (line.First, line.Second)));
        foreach ((int index, LossLine line) in report.Lines.Index())
        {
            Assert.Equal([0, 1 / 3.0, 2 / 3.0, 1], line.Points.Select(point => point.Share));
            Metrics first = summary.Tickets[index].Metrics, last = summary.Tickets[index + 1].Metrics;
            Assert.Equal((first.Nll, first.Top1), (line.Points[0].Loss, line.Points[0].Accuracy));
            Assert.Equal((last.Nll, last.Top1), (line.Points[^1].Loss, line.Points[^1].Accuracy));
        }

        // A point between, measured by hand: the state as a ticket file, as anyone would.
        Ticket one = TicketFile.Read(scratch["run/tickets/cycle-1.safetensors"]), two = TicketFile.Read(
            scratch["run/tickets/cycle-2.safetensors"]);
        TicketFile.Write(scratch["between.safetensors"], one with { State = StateLine.At(one.State, two.State, 1 / 3.0) });
        Metrics between = Experiment.Evaluate(scratch["between.safetensors"], null, null, CancellationToken.None).Metrics;
        Assert.Equal((between.Nll, between.Top1), (report.Lines[1].Points[1].Loss, report.Lines[1].Points[1].Accuracy));

        Assert.Equal([(0, 1), (0, 2), (1, 2)], report.Overlaps.Select(pair => (pair.First, pair.Second)));
        Assert.All(report.Overlaps, pair => Assert.InRange(pair.Jaccard, 0.01, 0.99));
        Assert.DoesNotContain(report.Overlaps[0].Layers, layer => layer.Name == "conv1.weight");
        SparseLayerState dense = one.State.Layers.Single(layer => layer.Name == "conv1.weight");
        Assert.Equal(summary.Connections - dense.Connectivity.Count, report.Superposed!.Connections);
        Assert.Equal(report.Superposed.Connections, report.Superposed.Lived.Sum());
        Assert.Equal(3, report.Superposed.Lived.Count);
        Assert.True(report.Superposed.Union > report.Superposed.Connections);
    }

    [Fact]
    public void An_unfinished_run_is_looked_into_as_far_as_it_goes()
    {
        using TemporaryFolder scratch = new();
        SmallRun.Train("set", scratch["run"]);
        File.Delete(scratch["run/ticket.safetensors"]);
        File.Delete(scratch["run/tickets/cycle-1.safetensors"]);
        TicketReport report = Examine(scratch["run"], 3);
        Assert.Equal([2], report.Tickets.Select(ticket => ticket.Cycle));
        Assert.Equal((0, 0, null), (report.Overlaps.Count, report.Lines.Count, report.Superposed));
        File.Delete(scratch["run/tickets/cycle-2.safetensors"]);
        Assert.Contains(
            "holds no ticket", Assert.Throws<RunFolderException>(() => Examine(scratch["run"], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Examine(scratch["run"], 2));
    }

    [Fact]
    public void A_ticket_of_another_network_is_named()
    {
        using TemporaryFolder scratch = new();
        SmallRun.Train("set", scratch["run"]);
        string second = scratch["run/tickets/cycle-2.safetensors"];
        Ticket ticket = TicketFile.Read(second);
        TicketFile.Write(second, ticket with { State = ticket.State with { Layers = [.. ticket.State.Layers.Skip(1)] } });
        Assert.StartsWith(second, Assert.Throws<InvalidDataException>(() => Examine(scratch["run"], 3)).Message, StringComparison.Ordinal);
    }

    private static TicketReport Examine(string folder, int points) =>
        TicketAnalysis.Examine(folder, points, null, null, TestContext.Current.CancellationToken);
}
