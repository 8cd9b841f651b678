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

    /// <summary>The cells of a claim: what is claimed, where, the paper's difference, ours, p, and the verdict.</summary>
    public static string[] Cells(ReproducedClaim claim) =>
    [
        Of(claim), claim.Where, Difference(claim.Quantity, claim.PaperDifference), Difference(claim.Quantity, claim.Difference),
        Chance(claim),
        claim.Unfinished > 0 && claim.Verdict != Verdict.NotRun ? $"{Of(claim.Verdict)}, {claim.Unfinished} unfinished" : Of(claim.Verdict),
    ];

    /// <summary>The P-value, with a remark if no difference of so few values could be significant.</summary>
    public static string Chance(ReproducedClaim claim)
    {
        if (claim is not { Test: { } test, SmallestP: { } smallest }) return "";
        string p = test.P.ToString(test.P < 0.001 ? "0.0e+0" : "0.0000", CultureInfo.InvariantCulture);
        return smallest >= 0.05 ? $"{p} (at least {smallest.ToString("0.00", CultureInfo.InvariantCulture)})" : p;
    }

    private static string Format(string quantity) => quantity switch
    {
        "top1" or "spread" => "0.00",
        "trainingFlops" or "inferenceFlops" or "p" => "0.00e+0",
        "trainingFlopsRatio" or "inferenceFlopsRatio" => "0.000",
        _ => "0.0000",
    };
}
