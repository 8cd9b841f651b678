using SupTickets.Experiments;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

[Collection(nameof(WholeRuns))]
public sealed class RunRecordTests
{
    [Fact]
    public void A_run_folder_tells_its_layers_and_how_its_tickets_overlap()
    {
        using TemporaryFolder scratch = new();
        SmallRun.Train("rigl", scratch["run"]);
        RunFolder folder = RunFolder.Open(scratch["run"]);
        RunRecord run = RunRecord.Read(folder);
        Ticket first = TicketFile.Read(folder.CycleTicket(1)), second = TicketFile.Read(folder.CycleTicket(2));
        TicketOverlap overlap = Assert.Single(run.Overlaps);

        // Counted once more from sets of names and positions.
        HashSet<(string, int)> a = Connections(first), b = Connections(second);
        Assert.Equal((double)a.Intersect(b).Count() / a.Union(b).Count(), overlap.Jaccard, 1e-12);
        Assert.InRange(overlap.Jaccard, 0.01, 0.99);

        // The log alone names the same layers as the figures.
        RunRecord unfinished = run with { Summary = null };
        Assert.Equal(run.Layers, unfinished.Layers);
        Assert.Equal(first.State.Layers.Select(layer => (long)layer.Shape.Positions), run.Layers.Select(layer => layer.Positions));

        // And the page that the run wrote is the one that is written again.
        HtmlReport.Write(scratch["again.html"], run);
        Assert.Equal(File.ReadAllText(folder.Report), File.ReadAllText(scratch["again.html"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"seeds\": 1}")]
    public void A_recipe_that_is_none_is_named_with_its_file(string text)
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["recipe.json"], text);
        RunFolder folder = RunFolder.Open(scratch.Path);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => RunRecord.Read(folder));
        Assert.StartsWith($"{folder.Recipe}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_cancelled_in_its_cyclic_phase_leaves_a_true_report()
    {
        using TemporaryFolder scratch = new();
        using CancellationTokenSource cancel = new();
        CancelAt observer = new(21, cancel);
        Assert.Throws<OperationCanceledException>(() => Experiment.Train(SmallRun.Recipe("set"), scratch["run"], [observer], cancel.Token));
        string page = File.ReadAllText(scratch["run/report.html"]);
        Assert.Contains("not complete: it stands at step 21 of 24, in cycle 2 of 2", page, StringComparison.Ordinal);
        Assert.Contains("Tickets so far", page, StringComparison.Ordinal);
        Assert.Contains("1 of 2 superposed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"tiles\"", page, StringComparison.Ordinal);
    }

    private static HashSet<(string, int)> Connections(Ticket ticket) =>
        [.. ticket.State.Layers.SelectMany(layer => layer.Connectivity.Positions.ToArray().Select(position => (layer.Name, position)))];

    private sealed class CancelAt(long step, CancellationTokenSource source) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step == step) source.Cancel();
        }
    }
}
