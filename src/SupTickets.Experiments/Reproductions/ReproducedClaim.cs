using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reproductions;

/// <summary>Two cells compared.</summary>
/// <param name="First">Row or column of the one.</param>
/// <param name="Than">Row or column of the other.</param>
/// <param name="Where">The column or row that both are in.</param>
/// <param name="Quantity">What is compared.</param>
/// <param name="FirstIsHigher">Whether the first is higher as printed, or claimed to be where nothing is printed.</param>
/// <param name="Level">
/// The largest difference at which the two count as level; null where the claim is <paramref name="FirstIsHigher"/>.
/// </param>
/// <param name="PaperDifference">First minus other as printed; null where the paper prints no numbers.</param>
/// <param name="Difference">First minus other in our runs; null without values.</param>
/// <param name="Verdict">What our runs say.</param>
public sealed record ReproducedClaim(
    string First, string Than, string Where, string Quantity, bool FirstIsHigher, double? Level, double? PaperDifference,
    double? Difference, Verdict Verdict)
{
    /// <summary>The difference with its interval, which decides; null where a side has fewer than two values.</summary>
    public MeanDifference? Interval { get; init; }

    /// <summary>Wilcoxon's test of the pairs; null where values are not paired.</summary>
    public Wilcoxon? SignedRanks { get; init; }

    /// <summary>The smallest p that Wilcoxon's test of so many pairs can give.</summary>
    public double? SmallestSignedRanksP { get; init; }

    /// <summary>
    /// The Kolmogorov–Smirnov test of our values; null where a side has none, and where both are of the same runs: the test is for
    /// independent values.
    /// </summary>
    public KolmogorovSmirnov? Test { get; init; }

    /// <summary>The smallest p that the Kolmogorov–Smirnov test of so many values can give.</summary>
    public double? SmallestP { get; init; }

    /// <summary>Runs of both cells that have not finished, and are not part of the verdict.</summary>
    public int Unfinished { get; init; }

    /// <summary>Compares two cells.</summary>
    internal static ReproducedClaim Of(ReproductionClaim claim, ReproducedCell first, ReproducedCell than)
    {
        double? printed = first.Cell.Paper - than.Cell.Paper;
        bool higher = printed is null or >= 0;
        bool measured = first.Values.Count > 0 && than.Values.Count > 0, tested = measured && !first.Runs.Intersect(than.Runs).Any();
        double[]? pairs = Pairs(first, than);
        MeanDifference? interval = IntervalOf(first, than);
        return new(
            claim.First,
            claim.Than,
            claim.ComparesColumns ? first.Cell.Row : first.Cell.Column,
            first.Cell.Quantity,
            higher,
            claim.Level,
            printed,
            interval?.Difference ?? (measured ? first.Values.Average() - than.Values.Average() : null),
            VerdictOf(first, than, higher, claim.Level))
        {
            Interval = interval,
            SignedRanks = pairs is null ? null : Wilcoxon.Test(pairs),
            SmallestSignedRanksP = pairs is null ? null : Wilcoxon.SmallestP(pairs.Length),
            Test = tested ? KolmogorovSmirnov.Test(first.Values, than.Values) : null,
            SmallestP = tested ? KolmogorovSmirnov.SmallestP(first.Values.Count, than.Values.Count) : null,
            Unfinished = first.Unfinished + than.Unfinished,
        };
    }

    /// <summary>
    /// The verdict on the difference of two groups by its interval of 95 %: whether it has the claimed sign and the interval leaves out 0;
    /// or, for a claim of being level, whether the interval lies within <paramref name="level"/> of 0, or wholly outside.
    /// </summary>
    internal static Verdict VerdictOf(ReproducedCell first, ReproducedCell than, bool firstIsHigher, double? level = null)
    {
        if (first.Values.Count == 0 || than.Values.Count == 0) return Verdict.NotRun;
        if (IntervalOf(first, than) is not { } interval) return Verdict.TooFewSeeds;
        if (level is { } most)
            return interval.Low >= -most && interval.High <= most ? Verdict.Holds
                : interval.Low > most || interval.High < -most ? Verdict.DoesNotHold
                : Verdict.WithinNoise;
        if (interval.Low <= 0 && interval.High >= 0) return Verdict.WithinNoise;
        return interval.Difference > 0 == firstIsHigher ? Verdict.Holds : Verdict.DoesNotHold;
    }

    // Runs that share their seed share data order and initial topology, so they vary together.
    private static MeanDifference? IntervalOf(ReproducedCell first, ReproducedCell than) =>
        Pairs(first, than) is { } pairs ? MeanDifference.Paired(pairs)
        : first.Values.Count >= 2 && than.Values.Count >= 2 ? MeanDifference.Welch(first.Values, than.Values)
        : null;

    // First minus other for each seed that both have; null with fewer than two.
    private static double[]? Pairs(ReproducedCell first, ReproducedCell than)
    {
        if (!HasSeeds(first) || !HasSeeds(than)) return null;
        Dictionary<ulong, double> other = than.Seeds.Zip(than.Values).ToDictionary();
        double[] pairs = [.. first.Seeds.Zip(first.Values).Where(one => other.ContainsKey(one.First))
            .Select(one => one.Second - other[one.First])];
        return pairs.Length < 2 ? null : pairs;
    }

    private static bool HasSeeds(ReproducedCell cell) =>
        cell.Seeds.Count == cell.Values.Count && cell.Seeds.Distinct().Count() == cell.Seeds.Count;
}
