using System.Globalization;

namespace SupTickets.Experiments.Reproductions;

/// <summary>Numbers of a table as text.</summary>
public static class TableText
{
    /// <summary>A value in the unit of a quantity; calibration errors and disagreements in per cent, as people read them.</summary>
    public static string Number(string quantity, double value) => quantity is "ece" or "disagreement"
        ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : value.ToString(Format(quantity), CultureInfo.InvariantCulture);

    /// <summary>Our value: mean ± standard deviation and, in brackets, how many values; a dash without any.</summary>
    public static string Ours(ReproducedCell cell)
    {
        if (cell.Ours is not { } ours) return cell.Unfinished > 0 ? $"{cell.Unfinished} unfinished" : "–";
        string spread = ours.StandardDeviation is { } deviation ? $" ± {Number(cell.Cell.Quantity, deviation)}" : "";
        return $"{Number(cell.Cell.Quantity, ours.Mean)}{spread} "
            + $"({ours.Count}{(cell.Unfinished > 0 ? $", {cell.Unfinished} unfinished" : "")})";
    }

    /// <summary>The paper's value; empty if it prints none.</summary>
    public static string Paper(ReproductionCell cell) => cell.Paper is not { } mean
        ? ""
        : $"{Number(cell.Quantity, mean)}{(cell.PaperDeviation is { } deviation ? $" ± {Number(cell.Quantity, deviation)}" : "")}";

    /// <summary>A difference with its sign; empty without one.</summary>
    public static string Difference(string quantity, double? value) =>
        value is not { } difference ? "" : $"{(difference < 0 ? "−" : "+")}{Number(quantity, Math.Abs(difference))}";

    /// <summary>A verdict in words.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.DoesNotHold => "does not hold",
        Verdict.WithinNoise => "within noise",
        Verdict.TooFewSeeds => "too few seeds",
        _ => "not run",
    };

    /// <summary>A claim in words.</summary>
    public static string Of(ReproducedClaim claim) => claim.Level is { } level
        ? $"{claim.First} within {Number(claim.Quantity, level)} of {claim.Than}"
        : $"{claim.First} {(claim.FirstIsHigher ? "above" : "below")} {claim.Than}";

    /// <summary>
    /// The cells of a claim: what is claimed, where, the paper's difference, ours, its interval of 95 %, the test that gave it, its p,
    /// those of Wilcoxon and of Kolmogorov and Smirnov, and the verdict.
    /// </summary>
    public static string[] Cells(ReproducedClaim claim) =>
    [
        Of(claim), claim.Where, Difference(claim.Quantity, claim.PaperDifference), Difference(claim.Quantity, claim.Difference),
        Interval(claim), Kind(claim), claim.Interval is { } interval ? P(interval.P) : "",
        Chance(claim.SignedRanks?.P, claim.SmallestSignedRanksP), Chance(claim.Test?.P, claim.SmallestP), Outcome(claim),
    ];

    /// <summary>The verdict on a claim, with the runs that are not part of it yet.</summary>
    public static string Outcome(ReproducedClaim claim) => claim.Unfinished > 0 && claim.Verdict != Verdict.NotRun
        ? $"{Of(claim.Verdict)}, {claim.Unfinished} unfinished"
        : Of(claim.Verdict);

    /// <summary>The interval of 95 % of a difference; empty where there is none.</summary>
    public static string Interval(ReproducedClaim claim) => claim.Interval is not { } interval
        ? ""
        : $"{Difference(claim.Quantity, interval.Low)} to {Difference(claim.Quantity, interval.High)}";

    /// <summary>The test behind the interval; empty where there is none.</summary>
    public static string Kind(ReproducedClaim claim) => claim.Interval switch
    {
        null => "",
        { IsPaired: true, Freedom: var freedom } => string.Create(CultureInfo.InvariantCulture, $"paired t, {freedom + 1:0} pairs"),
        { Freedom: var freedom } => string.Create(CultureInfo.InvariantCulture, $"Welch's t, {freedom:0.0} degrees of freedom"),
    };

    private static string P(double p) => p.ToString(p is > 0 and < 0.001 ? "0.0e+0" : "0.0000", CultureInfo.InvariantCulture);

    // With a remark where no difference of so few values could be significant.
    private static string Chance(double? p, double? smallest) => p is not { } chance ? ""
        : smallest >= 0.05 ? $"{P(chance)} (at least {smallest.Value.ToString("0.00", CultureInfo.InvariantCulture)})"
        : P(chance);

    private static string Format(string quantity) => quantity switch
    {
        "top1" or "spread" => "0.00",
        "trainingFlops" or "inferenceFlops" or "p" => "0.00e+0",
        "trainingFlopsRatio" or "inferenceFlopsRatio" => "0.000",
        _ => "0.0000",
    };
}
