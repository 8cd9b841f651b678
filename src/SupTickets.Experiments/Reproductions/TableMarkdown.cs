using System.Globalization;
using System.Text;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A reproduced table as Markdown.</summary>
public static class TableMarkdown
{
    /// <summary>The whole document: scale and reductions, the cells that were run with the paper's below them, the claims.</summary>
    public static string Write(ReproducedTable table)
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {table.Name}: {table.Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Scale `{table.Scale.Name}`. {table.Scale.Why}").AppendLine();
        if (table.Scale.Reduced.Count > 0)
        {
            text.AppendLine("Differences from the paper:").AppendLine();
            foreach (string reduced in table.Scale.Reduced) text.AppendLine(CultureInfo.InvariantCulture, $"- {reduced}");
            text.AppendLine();
        }

        ReproducedCell[] run = [.. table.Cells.Where(cell => cell.Values.Count > 0 || cell.Unfinished > 0)];
        string[] columns = [.. run.Select(cell => cell.Cell.Column).Distinct()];
        text.AppendLine("Ours: mean ± sample standard deviation (values); below, in italics, the paper's.").AppendLine();
        Row(text, ["", .. columns]);
        Row(text, ["---", .. columns.Select(_ => "---")]);
        foreach (var row in run.GroupBy(cell => cell.Cell.Row))
            Row(text, [row.Key, .. columns.Select(column =>
                row.FirstOrDefault(cell => cell.Cell.Column == column) is { } cell ? Both(cell) : "")]);
        text.AppendLine();
        int left = table.Cells.Count - run.Length;
        if (left > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"{left} of {Counted.Of(table.Cells.Count, "cell")} are left out at this scale.")
                .AppendLine();
        foreach (string note in table.Notes) text.AppendLine(note).AppendLine();
        Claims(text, table);
        if (table.Origins.Count > 0) text.AppendLine().AppendLine($"Computed with {string.Join("; ", table.Origins.Select(Origin))}.");
        return text.ToString();
    }

    private static void Claims(StringBuilder text, ReproducedTable table)
    {
        ReproducedClaim[] compared = [.. table.Claims.Where(claim => claim.Verdict != Verdict.NotRun)];
        if (compared.Length == 0) return;
        text.AppendLine("## The claims").AppendLine();
        text.AppendLine("A claim holds where the interval of 95 % of the difference lies wholly on its side: the paired t interval over "
            + "the seeds that both have, else Welch's. Wilcoxon's signed ranks and the two-sample Kolmogorov–Smirnov test, both exact, "
            + "decide nothing; the latter is not made between values of the same runs. In brackets: the smallest p that so few seeds can "
            + "give.").AppendLine();
        string[] heads =
            ["claim", "where", "the paper's difference", "ours", "95 % interval", "test", "p", "Wilcoxon p", "KS p", "verdict"];
        Row(text, heads);
        Row(text, heads.Select(_ => "---"));
        foreach (ReproducedClaim claim in compared) Row(text, TableText.Cells(claim));
    }

    private static string Origin(RunOrigin origin) => string.Create(
        CultureInfo.InvariantCulture,
        $"commit `{origin.Commit}`, {origin.VectorBits}-bit vectors, {origin.Processor} ({Counted.Of(origin.Runs, "run")}, "
            + $"{origin.ThreadHours:0.0} hours of a thread)");

    private static string Both(ReproducedCell cell) =>
        TableText.Paper(cell.Cell) is { Length: > 0 } paper ? $"{TableText.Ours(cell)}<br>*{paper}*" : TableText.Ours(cell);

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
