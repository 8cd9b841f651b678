namespace SupTickets.Experiments.Reproductions;

/// <summary>A reproduced table as one JSON document, whose form is in <c>docs/formats.md</c>.</summary>
public static class TableJson
{
    /// <summary>The document, to be serialized with keys in camel case.</summary>
    public static object Document(ReproducedTable table) => new
    {
        table.Name,
        table.Title,
        scale = table.Scale.Name,
        table.Scale.Reduced,
        table.Scale.Why,
        table.Notes,
        verdicts = new
        {
            holds = table.CountOf(Verdict.Holds),
            doesNotHold = table.CountOf(Verdict.DoesNotHold),
            withinNoise = table.CountOf(Verdict.WithinNoise),
            tooFewSeeds = table.CountOf(Verdict.TooFewSeeds),
            notRun = table.CountOf(Verdict.NotRun),
        },
        table.Origins,
        cells = table.Cells.Select(cell => new
        {
            cell.Cell.Row,
            cell.Cell.Column,
            cell.Cell.Quantity,
            paper = cell.Cell.Paper is { } mean ? new { mean, standardDeviation = cell.Cell.PaperDeviation } : null,
            cell.Ours?.Mean,
            cell.Ours?.StandardDeviation,
            cell.Values,
            cell.Seeds,
            cell.Runs,
            cell.Unfinished,
        }),
        claims = table.Claims.Select(claim => new
        {
            claim.First,
            claim.Than,
            claim.Where,
            claim.Quantity,
            claim.FirstIsHigher,
            claim.Level,
            claim.PaperDifference,
            claim.Difference,
            interval = claim.Interval is { } interval ? new
            {
                test = interval.IsPaired ? "paired t" : "Welch's t",
                interval.Low,
                interval.High,
                interval.Freedom,
                interval.StandardError,
                interval.P,
            } : null,
            signedRanks = claim.SignedRanks is { } ranks ? new { ranks.W, ranks.P, smallestP = claim.SmallestSignedRanksP } : null,
            claim.Test?.D,
            claim.Test?.P,
            claim.SmallestP,
            claim.Verdict,
            claim.Unfinished,
        }),
    };
}
