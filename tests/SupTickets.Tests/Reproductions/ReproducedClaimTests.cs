using SupTickets.Experiments.Reproductions;

namespace SupTickets.Tests.Reproductions;

/// <summary>What runs say about a claim, by hand.</summary>
public sealed class ReproducedClaimTests
{
    private static readonly string[] Names = ["a", "b", "c"], Others = ["d", "e", "f"];

    // Deviations of 1 and 3 runs each: the standard error of the difference is √(2/3) = 0.816, with four degrees of freedom Student's
    // quantile is 2.776, and the interval reaches 2.267 to either side.
    [Theory]
    [InlineData(2.3, true, Verdict.Holds)]
    [InlineData(2.3, false, Verdict.DoesNotHold)]
    [InlineData(-2.3, false, Verdict.Holds)]
    [InlineData(-2.3, true, Verdict.DoesNotHold)]
    [InlineData(2.2, true, Verdict.WithinNoise)]
    [InlineData(-2.2, true, Verdict.WithinNoise)]
    [InlineData(0, true, Verdict.WithinNoise)]
    public void The_interval_of_independent_groups_decides(double difference, bool firstIsHigher, Verdict verdict) =>
        Assert.Equal(verdict, ReproducedClaim.VerdictOf(
            Cell([69 + difference, 70 + difference, 71 + difference], Names), Cell([69, 70, 71], Others), firstIsHigher));

    // The same difference of a tenth for each seed: nothing is uncertain about it.
    [Fact]
    public void Values_of_the_same_seeds_are_compared_pair_by_pair()
    {
        ReproducedCell than = Cell([69, 70, 71], Others, seeds: [1, 2, 3]);
        Assert.Equal(
            Verdict.Holds, ReproducedClaim.VerdictOf(Cell([69.1, 70.1, 71.1], Names, seeds: [1, 2, 3]), than, firstIsHigher: true));
        Assert.Equal(
            Verdict.Holds, ReproducedClaim.VerdictOf(Cell([71.1, 70.1, 69.1], Names, seeds: [3, 2, 1]), than, firstIsHigher: true));
        Assert.Equal(Verdict.WithinNoise, ReproducedClaim.VerdictOf(
            Cell([69.1, 70.1, 71.1], Names, seeds: [4, 5, 6]), than, firstIsHigher: true));
        Assert.Equal(Verdict.WithinNoise, ReproducedClaim.VerdictOf(
            Cell([69.3, 69.9, 71.1], Names, seeds: [1, 2, 3]), than, firstIsHigher: true));
    }

    // Differences of 1, 2 and 3: the interval reaches 2.484 to either side of 2.
    [Fact]
    public void All_that_is_known_of_a_pair_of_cells_is_told()
    {
        ReproducedClaim claim = ReproducedClaim.Of(
            new("first", "second", ComparesColumns: false), Cell([71, 73, 75, 90], ["a", "b", "c", "x"], seeds: [1, 2, 3, 9]),
            Cell([70, 71, 72], Others, seeds: [1, 2, 3]));
        Assert.Equal((2.0, true, 2.0), (claim.Difference, claim.Interval!.IsPaired, claim.Interval.Freedom));
        Assert.Equal((0.25, 0.25), (claim.SignedRanks!.P, claim.SmallestSignedRanksP));
        Assert.Equal(2 / 35.0, claim.SmallestP!.Value, 12);
        Assert.Equal(
            [
                "first above second", "column", "", "+2.00", "−0.48 to +4.48", "paired t, 3 pairs", "0.0742", "0.2500 (at least 0.25)",
                "0.2286 (at least 0.06)", "within noise",
            ],
            TableText.Cells(claim));
    }

    // The test asks whether two independent samples come from one distribution; two figures of one run are not independent.
    [Fact]
    public void Values_of_the_same_runs_are_not_tested_as_independent()
    {
        ReproducedClaim claim = ReproducedClaim.Of(
            new("first", "second", ComparesColumns: false), Cell([1, 2, 3], Names, seeds: [1, 2, 3]),
            Cell([2, 3, 5], Names, seeds: [1, 2, 3]));
        Assert.Equal((null, null), (claim.Test, claim.SmallestP));
        Assert.NotNull(claim.Interval);
        Assert.NotNull(claim.SignedRanks);
    }

    [Fact]
    public void Without_several_values_nothing_is_said()
    {
        Assert.Equal(Verdict.TooFewSeeds, ReproducedClaim.VerdictOf(Cell([80], ["a"]), Cell([1, 2], ["d", "e"]), firstIsHigher: true));
        Assert.Equal(Verdict.NotRun, ReproducedClaim.VerdictOf(Cell([80, 81], ["a", "b"]), Cell([], []), firstIsHigher: true));
    }

    // As above, 2.267 on either side of the difference.
    [Theory]
    [InlineData(0, 2.3, Verdict.Holds)]
    [InlineData(0, 2.2, Verdict.WithinNoise)]
    [InlineData(-1, 3.3, Verdict.Holds)]
    [InlineData(1, 3.2, Verdict.WithinNoise)]
    [InlineData(3, 0.8, Verdict.WithinNoise)]
    [InlineData(-3, 0.7, Verdict.DoesNotHold)]
    public void What_is_claimed_to_be_level_lies_within_a_margin_noise_included(double difference, double level, Verdict verdict) =>
        Assert.Equal(verdict, ReproducedClaim.VerdictOf(
            Cell([69 + difference, 70 + difference, 71 + difference], Names), Cell([69, 70, 71], Others), firstIsHigher: true, level));

    [Fact]
    public void The_papers_numbers_say_which_is_claimed_to_be_higher()
    {
        ReproductionClaim claim = new("first", "second", ComparesColumns: false);
        ReproducedClaim lower = ReproducedClaim.Of(claim, Cell([1, 2], ["a", "b"], "first", 60), Cell([5, 6], ["d", "e"], "second", 61));
        Assert.Equal((false, -1.0, -4.0, Verdict.Holds), (lower.FirstIsHigher, lower.PaperDifference, lower.Difference, lower.Verdict));
        // D = 1 of two values each: 2 of the 6 orders are as far apart.
        Assert.Equal((1.0, 1.0 / 3, 1.0 / 3), (lower.Test!.D, lower.Test.P, lower.SmallestP!.Value));
        ReproducedClaim unprinted = ReproducedClaim.Of(claim, Cell([1, 2], ["a", "b"], "first", null), Cell([], [], "second", null));
        Assert.Equal((true, null, null, Verdict.NotRun), (
            unprinted.FirstIsHigher, unprinted.PaperDifference, unprinted.Difference, unprinted.Verdict));
    }

    [Fact]
    public void Rows_are_compared_in_each_column_and_with_the_dense_row_of_the_same_data()
    {
        ReproductionCell[] cells =
        [
            At("Dense", "CIFAR-10", "cifar10", 0), At("Dense", "CIFAR-100", "cifar100", 0),
            At("Sup", "CIFAR-10 95 %", "cifar10", 0.95), At("Sup", "CIFAR-100 95 %", "cifar100", 0.95),
            At("Alone", "CIFAR-100 95 %", "cifar100", 0.95),
        ];
        Assert.Equal(
            [(cells[2], cells[0]), (cells[3], cells[1])], new ReproductionClaim("Sup", "Dense", ComparesColumns: false).Pairs(cells));
        Assert.Equal([(cells[3], cells[4])], new ReproductionClaim("Sup", "Alone", ComparesColumns: false).Pairs(cells));
    }

    [Fact]
    public void What_is_printed_alike_is_not_claimed_to_differ()
    {
        ReproductionCell[] cells = [
            At("A", "one", "cifar10", 0.95, 0.11), At("B", "one", "cifar10", 0.95, 0.11), At("A", "two", "cifar10", 0.9, 0.18),
            At("B", "two", "cifar10", 0.9, 0.19)];
        Assert.Equal([(cells[2], cells[3])], new ReproductionClaim("A", "B", ComparesColumns: false).Pairs(cells));
    }

    [Fact]
    public void What_is_claimed_to_be_level_may_be_printed_alike_and_a_claim_may_be_of_some_columns()
    {
        ReproductionCell[] cells = [
            At("A", "one", "cifar10", 0.95, 0.11), At("B", "one", "cifar10", 0.95, 0.11), At("A", "two", "cifar10", 0.9, 0.18),
            At("B", "two", "cifar10", 0.9, 0.19)];
        ReproductionClaim level = new("A", "B", ComparesColumns: false) { Level = 0.1 };
        Assert.Equal([(cells[0], cells[1]), (cells[2], cells[3])], level.Pairs(cells));
        Assert.Equal([(cells[2], cells[3])], (level with { Where = ["two"] }).Pairs(cells));
        ReproducedClaim early = ReproducedClaim.Of(
            level, Cell([1, 2], ["a", "b"], "A") with { Unfinished = 1 }, Cell([1, 2], ["d", "e"], "B") with { Unfinished = 2 });
        Assert.Equal((3, "within noise, 3 unfinished"), (early.Unfinished, TableText.Cells(early)[^1]));
        Assert.Equal(
            "A within 0.10 of B", TableText.Of(ReproducedClaim.Of(level, Cell([1, 2], ["a", "b"], "A"), Cell([1, 2], ["d", "e"], "B"))));
    }

    [Fact]
    public void Columns_are_compared_in_each_row()
    {
        ReproductionCell[] cells = [
            At("large", "ticket 1", "cifar100", 0.95), At("large", "average", "cifar100", 0.95), At("low", "ticket 1", "cifar100", 0.95),
            At("low", "average", "cifar100", 0.95)];
        Assert.Equal(
            [(cells[1], cells[0]), (cells[3], cells[2])], new ReproductionClaim("average", "ticket 1", ComparesColumns: true).Pairs(cells));
    }

    private static ReproductionCell At(string row, string column, string data, double sparsity, double? paper = null) =>
        new(row, column, "vgg16", data, "rigl", "superposed", null, sparsity, "top1", paper, null);

    private static ReproducedCell Cell(
        double[] values, string[] runs, string row = "row", double? paper = null, IReadOnlyList<ulong>? seeds = null) =>
        new(At(row, "column", "cifar10", 0.95, paper), values, runs, 0) { Seeds = seeds ?? [] };
}
