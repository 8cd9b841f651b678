using Spectre.Console;

namespace SupTickets.Cli.Output;

/// <summary>Tables of text, with nothing in a cell taken for markup.</summary>
internal static class Grid
{
    /// <summary>Writes a table.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="columns">Headings; one that starts with <c>&gt;</c> stands over figures, which are aligned to the right.</param>
    /// <param name="rows">As many cells each as there are headings.</param>
    public static void WriteTable(this Terminal terminal, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        // Made visible before its width is measured.
        foreach (string column in columns)
        {
            Text heading = new(VisibleText.Of(column.TrimStart('>')));
            table.AddColumn(new TableColumn(heading) { Alignment = column.StartsWith('>') ? Justify.Right : Justify.Left });
        }

        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Text(VisibleText.Of(cell))));
        terminal.Console.Write(table);
    }
}
