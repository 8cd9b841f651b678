using System.Text.Json.Serialization;

namespace SupTickets.Experiments.Reports;

/// <summary>Rows of <c>paper-values.json</c> that share their columns.</summary>
/// <param name="Table">The table's number.</param>
/// <param name="Title">What the table shows.</param>
/// <param name="Defaults">What all cells have in common.</param>
/// <param name="Columns">What each column adds, and its name.</param>
/// <param name="Rows">What each row adds, its name and its values.</param>
internal sealed record PaperBlock(
    int Table, string Title, PaperBlock.Key Defaults, IReadOnlyList<PaperBlock.Key> Columns, IReadOnlyList<PaperBlock.Key> Rows)
{
    /// <summary>The cells that have a value, row by row.</summary>
    public IEnumerable<PaperValue> Values() => Rows.SelectMany(row =>
        row.Values!.Count == Columns.Count
            ? row.Values.Zip(Columns).Where(cell => cell.First is not null).Select(cell => Value(row, cell.Second, cell.First!))
            : throw new InvalidDataException($"Table {Table}, row '{row.Row}' has {row.Values.Count} values for {Columns.Count} columns"));

    private PaperValue Value(Key row, Key column, double[] value)
    {
        string Of(Func<Key, string?> key, string name) => key(row) ?? key(column) ?? key(Defaults)
            ?? throw new InvalidDataException($"Table {Table}, row '{row.Row}', column '{column.Column}' has no {name}");
        return new(
            Table,
            Of(key => key.Row, "row"),
            Of(key => key.Column, "column"),
            Of(key => key.Model, "model"),
            Of(key => key.Data, "data"),
            Of(key => key.Method, "method"),
            Of(key => key.System, "system"),
            row.Setting,
            row.Sparsity ?? column.Sparsity ?? Defaults.Sparsity,
            row.Quantity ?? column.Quantity ?? Defaults.Quantity ?? "top1",
            value[0],
            value.Length > 1 ? value[1] : null);
    }

    /// <summary>Keys of a cell; absent ones are null.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Key
    {
        public string? Row { get; init; }

        public string? Column { get; init; }

        public string? Model { get; init; }

        public string? Data { get; init; }

        public string? Method { get; init; }

        public string? System { get; init; }

        public string? Setting { get; init; }

        public double? Sparsity { get; init; }

        public string? Quantity { get; init; }

        public IReadOnlyList<double[]?>? Values { get; init; }
    }
}
