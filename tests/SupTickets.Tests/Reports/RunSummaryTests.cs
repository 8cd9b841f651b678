using System.Text.Json;
using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Reports;

public sealed class RunSummaryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_says_by_hand_what_the_run_was()
    {
        RunFolder run = RunExample.Folder(folder["run"]);
        run.WriteMetrics(RunExample.Summary);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(run.Metrics));
        JsonElement root = json.RootElement;
        Assert.Equal(4, root.GetProperty("connections").GetInt64());
        Assert.Equal(40, root.GetProperty("positions").GetInt64());
        Assert.Equal(0.1, root.GetProperty("density").GetDouble());
        Assert.Equal(0.9, root.GetProperty("sparsity").GetDouble());
        Assert.Equal(0.25, root.GetProperty("inferenceFlopsRatio").GetDouble());
        Assert.Equal(0.25, root.GetProperty("trainingFlopsRatio").GetDouble());
        Assert.Equal(0.15, root.GetProperty("explorationRate").GetDouble());
        Assert.Equal([0.7, 0.72], root.GetProperty("tickets").EnumerateArray().Select(
            ticket => ticket.GetProperty("metrics").GetProperty("top1").GetDouble()));
        Assert.Equal(2, root.GetProperty("superposed").GetProperty("tickets").GetInt32());
        Assert.Equal(0.76, root.GetProperty("superposed").GetProperty("recomputed").GetProperty("top1").GetDouble());
        Assert.Equal(["conv.weight", "fc.weight"], root.GetProperty("layers").EnumerateArray().Select(
            layer => layer.GetProperty("name").GetString()));
        Assert.Equal(2, root.GetProperty("ensemble").GetProperty("tickets").GetInt32());
        Assert.Equal(0.77, root.GetProperty("ensemble").GetProperty("metrics").GetProperty("top1").GetDouble());
        Assert.Equal(0.03, root.GetProperty("diversity").GetProperty("disagreement").GetDouble());
        Assert.Equal(0.2, root.GetProperty("diversity").GetProperty("kl").GetDouble());
        Assert.Equal([40L, 60], root.GetProperty("reliability").EnumerateArray().Select(bin => bin.GetProperty("count").GetInt64()));
        Assert.False(root.TryGetProperty("network", out _));
        Assert.Equal("rigl", root.GetProperty("method").GetString());
    }

    [Fact]
    public void A_file_from_before_the_tickets_were_measured_together_is_read()
    {
        RunFolder run = RunExample.Folder(folder["run"]);
        run.Begin(RunExample.Recipe, SupTickets.Networks.EngineCosts.Committed, RunExample.Data);
        run.WriteMetrics(RunExample.Summary with { Ensemble = null, Diversity = null, Reliability = null });
        Assert.DoesNotContain("ensemble", File.ReadAllText(run.Metrics), StringComparison.Ordinal);
        RunSummary read = run.ReadMetrics();
        Assert.Equal((null, null, null), (read.Ensemble, read.Diversity, read.Reliability));
        run.WriteMetrics(RunExample.Summary);
        Assert.Equal(RunExample.Summary.Ensemble, run.ReadMetrics().Ensemble);
        Assert.Equal(RunExample.Summary.Diversity, run.ReadMetrics().Diversity);
        Assert.Equal(RunExample.Summary.Reliability, run.ReadMetrics().Reliability);
    }

    [Fact]
    public void Without_superposition_the_last_test_of_the_network_is_the_result()
    {
        TrainingResult result = new(
            new([new("w", new(1, 2), SupTickets.Topology.Connectivity.Full(2), [1, 2])], []), 0, RunExample.CancelledEvents, 20, 1, 1, 1,
            1);
        RunSummary summary = RunSummary.Of(RunExample.Recipe, result, new(4, 4, 4));
        Assert.Equal(RunExample.Metrics(0.6), summary.Network);
        Assert.Null(summary.Superposed);
        Assert.Equal([new SummaryRow("network", RunExample.Metrics(0.6), 2, 0)], SummaryTable.Of(summary));
    }

    [Fact]
    public void The_table_lists_tickets_and_then_the_result() => Assert.Equal(
        [
            new("ticket 1", RunExample.Metrics(0.7), 4, 0.9),
            new("ticket 2", RunExample.Metrics(0.72), 4, 0.9),
            new("superposed", RunExample.Metrics(0.75), 4, 0.9),
            new SummaryRow("superposed, statistics recomputed", RunExample.Metrics(0.76), 4, 0.9),
        ],
        SummaryTable.Of(RunExample.Summary));
}
