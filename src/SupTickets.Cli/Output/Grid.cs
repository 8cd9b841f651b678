using Spectre.Console;
using Spectre.Console.Rendering;
using SupTickets.Values;

namespace SupTickets.Cli.Output;

/// <summary>Tables of text; cells are never read as markup.</summary>
internal static class Grid
{
    // Cells that Spectre puts around and between columns.
    private const int Frame = 2, Gap = 3;

    /// <summary>Writes a table. If the terminal is too narrow, it writes a block for each row, so that no figure is folded.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="columns">Headings; one that starts with <c>&gt;</c> stands over figures, which are aligned to the right.</param>
    /// <param name="rows">As many cells each as there are headings.</param>
    public static void WriteTable(this Terminal terminal, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        // Control characters are escaped before widths are measured.
        columns = [.. columns.Select(column => VisibleText.OfLine(column))];
        IReadOnlyList<string>[] cells = [.. rows.Select(row => row.Select(cell => VisibleText.OfLine(cell)).ToArray())];
        if (WidthOf(columns, cells) > terminal.Console.Profile.Width) WriteBlocks(terminal, columns, cells);
        else WriteGrid(terminal, columns, cells);
    }

    private static void WriteGrid(Terminal terminal, IReadOnlyList<string> columns, IReadOnlyList<string>[] rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            Text heading = new(column.TrimStart('>'));
            table.AddColumn(new TableColumn(heading) { Alignment = column.StartsWith('>') ? Justify.Right : Justify.Left });
        }

        foreach (IReadOnlyList<string> row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        terminal.Console.Write(table);
    }

    private static void WriteBlocks(Terminal terminal, IReadOnlyList<string> columns, IReadOnlyList<string>[] rows)
    {
        // The first cell names the row, or in a table of pairs the second of a pair.
        if (columns[0].Length > 0) terminal.Out.WriteLine(columns[0].TrimStart('>'));
        foreach (IReadOnlyList<string> row in rows)
        {
            if (columns.Count == 2)
            {
                terminal.Out.WriteLine($"{row[0]}: {row[1]}");
                continue;
            }

            terminal.Out.WriteLine(row[0]);
            foreach ((string column, string cell) in columns.Zip(row).Skip(1).Where(pair => pair.Second.Length > 0))
                terminal.Out.WriteLine($"  {column.TrimStart('>')}: {cell}");
        }
    }

    private static int WidthOf(IReadOnlyList<string> columns, IReadOnlyList<string>[] rows) => Frame + columns.Select((column, index) =>
        Gap + rows.Select(row => row[index]).Append(column.TrimStart('>')).Max(cell => new Segment(cell).CellCount())).Sum();
}
