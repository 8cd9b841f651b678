using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Reproductions;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Reports;

namespace SupTickets.Tests.Reproductions;

/// <summary>Which figure of a run each system and quantity is: every figure of the example is another number.</summary>
public sealed class CellFiguresTests
{
    private static readonly RunSummary Summary = RunExample.Summary with { TrainingFlops = 24, TrainingFlopsRatio = 0.2 };

    private static readonly RunSummary Alone = Summary with { Superposed = null, Network = new(0.6, 0.9, 0.7, 0.04, 1000) };

    [Theory]
    [InlineData("superposed", "top1", "", 75)]
    [InlineData("swa-dense", "top1", "", 75)]
    [InlineData("swa-static", "top1", "", 75)]
    [InlineData("superposed-recomputed", "top1", "", 76)]
    [InlineData("ensemble", "top1", "", 77)]
    [InlineData("ticket", "top1", "ticket 1", 70)]
    [InlineData("ticket", "top1", "ticket 2", 72)]
    [InlineData("tickets", "top1", "", 71)]
    [InlineData("best-ticket", "top1", "", 72)]
    [InlineData("superposed", "nll", "", 0.5)]
    [InlineData("superposed", "ece", "", 0.03)]
    [InlineData("superposed", "spread", "", 1)]
    [InlineData("superposed", "disagreement", "", 0.03)]
    [InlineData("superposed", "kl", "", 0.2)]
    [InlineData("superposed", "trainingFlops", "", 24)]
    [InlineData("superposed", "trainingFlopsRatio", "", 0.2)]
    [InlineData("superposed", "inferenceFlops", "", 12)]
    [InlineData("superposed", "inferenceFlopsRatio", "", 0.25)]
    public void Each_is_read_where_it_stands(string system, string quantity, string column, double expected) =>
        Assert.Equal(expected, Of(Cell(system, quantity, column), Summary).Single(), 1e-9);

    [Theory]
    [InlineData("alone", "top1", 60)]
    [InlineData("distilled", "nll", 0.7)]
    [InlineData("treenet", "ece", 0.04)]
    [InlineData("batch-ensemble", "top1", 60)]
    public void A_network_without_tickets_is_measured_itself(string system, string quantity, double expected) =>
        Assert.Equal(expected, Of(Cell(system, quantity), Alone).Single(), 1e-9);

    [Theory]
    [InlineData("superposed", "top1", "")]
    [InlineData("ticket", "top1", "ticket 3")]
    public void A_run_without_the_figure_is_named(string system, string quantity, string column)
    {
        RunFolderException missing = Assert.Throws<RunFolderException>(() => Of(Cell(system, quantity, column), Alone));
        Assert.Contains("'runs/a'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tickets_are_averaged_again_as_the_setting_says()
    {
        Assert.Equal([81], Of(Cell("averaged", "top1", setting: "superpose.averaging=caa"), Summary));
        Assert.Equal([82.5], Of(Cell("averaged", "top1", setting: "superpose.beta=0.5"), Summary));
    }

    [Fact]
    public void A_dense_ensemble_is_one_value_of_all_its_runs_and_none_of_one()
    {
        CellFigures figures = new(new Measured());
        GroupedRun[] runs = [new("runs/a", Alone), new("runs/b", Alone)];
        Assert.Equal([0.4], figures.Of(Cell("dense-ensemble", "kl"), runs));
        Assert.Equal([0.3], figures.Of(Cell("dense-ensemble", "disagreement"), runs));
        Assert.Equal([], figures.Of(Cell("dense-ensemble", "kl"), runs[..1]));
    }

    // Three below three: of the 20 ways to part six values 2 are as far apart.
    [Fact]
    public void P_is_that_of_a_method_alone_against_the_same_superposed_in_the_same_column()
    {
        ReproducedCell[] cells =
        [
            new(Cell("alone", "top1", "other"), [1, 2, 3], ["w"], 0),
            new(Cell("alone", "top1", "here"), [1, 2, 3], ["a", "b", "c"], 1), new(
                Cell("superposed", "top1", "here"), [4, 5, 6], ["d", "e", "f"], 2),
        ];
        ReproducedCell p = ReproducedTable.Significance(Cell("superposed", "p", "here"), cells);
        Assert.Equal(0.1, p.Values.Single(), 1e-12);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], p.Runs);
        Assert.Equal(3, p.Unfinished);
    }

    private static IReadOnlyList<double> Of(ReproductionCell cell, RunSummary run) =>
        new CellFigures(new Measured()).Of(cell, [new("runs/a", run)]);

    private static ReproductionCell Cell(string system, string quantity, string column = "", string? setting = null) =>
        new("row", column, "vgg16", "cifar10", "rigl", system, setting, 0.95, quantity, null, null);

    private sealed class Measured : IRunMeasurements
    {
        public Metrics Averaged(string folder, string averaging, double beta) =>
            RunExample.Metrics(averaging == "caa" ? 0.81 : averaging == "cima" ? 0.82 + (beta / 100) : 0);

        public Diversity Together(IReadOnlyList<string> folders) => folders.SequenceEqual(["runs/a", "runs/b"]) ? new(0.3, 0.4) : new(0, 0);
    }
}
