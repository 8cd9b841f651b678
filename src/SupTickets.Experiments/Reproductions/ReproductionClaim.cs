namespace SupTickets.Experiments.Reproductions;

/// <summary>
/// A claim that one of two rows or columns is higher, as the paper's numbers say in each cell (the first, where the paper prints none), or
/// that both are level.
/// </summary>
/// <param name="First">A row, or a column.</param>
/// <param name="Than">Another.</param>
/// <param name="ComparesColumns">Whether they are columns, compared in every row; else rows, compared in every column.</param>
public sealed record ReproductionClaim(string First, string Than, bool ComparesColumns)
{
    /// <summary>The columns (for rows) or rows (for columns) in which it is claimed; null for all.</summary>
    public IReadOnlyList<string>? Where { get; init; }

    /// <summary>
    /// The largest difference, in the unit of the quantity, at which the two count as level; null where one is claimed to be higher.
    /// </summary>
    public double? Level { get; init; }

    /// <summary>
    /// The pairs of cells that it compares: of the same quantity, and of the same data where a row without sparsity stands beside one with
    /// several columns. Cells printed with the same number are not claimed to differ.
    /// </summary>
    internal IEnumerable<(ReproductionCell First, ReproductionCell Than)> Pairs(IReadOnlyList<ReproductionCell> cells) =>
        from one in cells
        where NameOf(one) == First && one.Quantity != "p" && Where?.Contains(OtherNameOf(one)) != false
        let other = cells.FirstOrDefault(
            cell => NameOf(cell) == Than && OtherNameOf(cell) == OtherNameOf(one) && (ComparesColumns || cell.Quantity == one.Quantity))
            ?? cells.FirstOrDefault(cell =>
                !ComparesColumns && NameOf(cell) == Than && cell.Sparsity == 0 && cell.Data == one.Data && cell.Quantity == one.Quantity)
        where other is not null && (Level is not null || !(one.Paper is { } printed && printed == other.Paper))
        select (one, other);

    private string NameOf(ReproductionCell cell) => ComparesColumns ? cell.Column : cell.Row;

    private string OtherNameOf(ReproductionCell cell) => ComparesColumns ? cell.Row : cell.Column;
}
