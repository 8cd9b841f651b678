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
/// <param name="Test">The Kolmogorov–Smirnov test of our values; null where one side has none.</param>
/// <param name="SmallestP">The smallest p that so many values can give.</param>
/// <param name="Verdict">What our runs say.</param>
public sealed record ReproducedClaim(
    string First, string Than, string Where, string Quantity, bool FirstIsHigher, double? Level, double? PaperDifference,
    double? Difference, KolmogorovSmirnov? Test, double? SmallestP, Verdict Verdict)
{
    private const double StandardErrors = 2;

    /// <summary>Runs of both cells that have not finished, and are not part of the verdict.</summary>
    public int Unfinished { get; init; }

    /// <summary>Compares two cells.</summary>
    internal static ReproducedClaim Of(ReproductionClaim claim, ReproducedCell first, ReproducedCell than)
    {
        double? printed = first.Cell.Paper - than.Cell.Paper;
        bool higher = printed is null or >= 0;
        bool measured = first.Values.Count > 0 && than.Values.Count > 0;
        return new(
            claim.First,
            claim.Than,
            claim.ComparesColumns ? first.Cell.Row : first.Cell.Column,
            first.Cell.Quantity,
            higher,
            claim.Level,
            printed,
            measured ? first.Values.Average() - than.Values.Average() : null,
            measured ? KolmogorovSmirnov.Test(first.Values, than.Values) : null,
            measured ? KolmogorovSmirnov.SmallestP(first.Values.Count, than.Values.Count) : null,
            VerdictOf(first, than, higher, claim.Level))
        {
            Unfinished = first.Unfinished + than.Unfinished,
        };
    }

    /// <summary>
    /// The verdict on the difference of two groups: whether it has the claimed sign and exceeds two of its standard errors; or, for a claim
    /// of being level, whether two standard errors around the difference lie within <paramref name="level"/> of 0, or wholly outside.
    /// </summary>
    internal static Verdict VerdictOf(ReproducedCell first, ReproducedCell than, bool firstIsHigher, double? level = null)
    {
        if (first.Values.Count == 0 || than.Values.Count == 0) return Verdict.NotRun;
        if (first.Values.Count < 2 || than.Values.Count < 2) return Verdict.TooFewSeeds;
        double difference = first.Values.Average() - than.Values.Average();
        // Values of the same runs vary together, so the standard error of their differences counts.
        double noise = StandardErrors * (first.Runs.SequenceEqual(than.Runs)
            ? Error([.. first.Values.Zip(than.Values, (one, other) => one - other)])
            : Math.Sqrt(Math.Pow(Error(first.Values), 2) + Math.Pow(Error(than.Values), 2)));
        if (level is { } most)
            return Math.Abs(difference) + noise <= most ? Verdict.Holds
                : Math.Abs(difference) - noise > most ? Verdict.DoesNotHold
                : Verdict.WithinNoise;
        if (difference == 0 || Math.Abs(difference) <= noise) return Verdict.WithinNoise;
        return difference > 0 == firstIsHigher ? Verdict.Holds : Verdict.DoesNotHold;
    }

    // Standard error of the mean.
    private static double Error(IReadOnlyList<double> values) => SampleMean.Of(values).StandardDeviation!.Value / Math.Sqrt(values.Count);
}
