using SupTickets.Experiments.Reproductions;

namespace SupTickets.Cli.Output;

/// <summary>A reproduced table on the console: a line for each cell, then the claims.</summary>
internal static class ReproductionTables
{
    public static void Write(Terminal terminal, ReproducedTable table)
    {
        ReproducedCell[] run = [.. table.Cells.Where(cell => cell.Values.Count > 0 || cell.Unfinished > 0)];
        terminal.WriteTable([table.Name, "column", ">ours", ">paper"], run.Select(
            cell => new[] { cell.Cell.Row, cell.Cell.Column, TableText.Ours(cell), TableText.Paper(cell.Cell) }));
        if (table.Cells.Count > run.Length) terminal.Out.WriteLine(
            $"{table.Cells.Count - run.Length} of {Figures.Counted(table.Cells.Count, "cell")} "
            + $"{(table.Cells.Count - run.Length == 1 ? "is" : "are")} left out at this scale");
        foreach (string note in table.Notes) terminal.Out.WriteLine(note);
        ReproducedClaim[] compared = [.. table.Claims.Where(claim => claim.Verdict != Verdict.NotRun)];
        if (compared.Length == 0) return;
        terminal.WriteTable(["claim", "where", ">paper", ">ours", "95 % interval", ">p", "here"], compared.Select(Cells));
        terminal.Out.WriteLine(string.Join(", ", compared.GroupBy(claim => claim.Verdict).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {TableText.Of(group.Key)}")));
    }

    // The other tests are in table.md.
    private static string[] Cells(ReproducedClaim claim)
    {
        string[] all = TableText.Cells(claim);
        return [.. all[..5], all[6], all[^1]];
    }
}
