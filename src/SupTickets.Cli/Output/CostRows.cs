using SupTickets.Networks;


namespace SupTickets.Cli.Output;

/// <summary>Costs of the engines as rows of a table.</summary>
internal static class CostRows
{
    /// <summary>Each cost with its unit, in two sets of them.</summary>
    public static IEnumerable<string[]> Of(EngineCosts first, EngineCosts second)
    {
        (string Name, Func<EngineCosts, double> Of)[] rows =
        [
            ("dense convolutions, GFLOP/s", costs => costs.DenseWindow),
            ("dense convolution, ns for each number in and out", costs => costs.DensePerNumber),
            ("dense 1x1 convolutions, GFLOP/s", costs => costs.DensePoint),
            ("dense linear layers, GFLOP/s", costs => costs.DenseLinear),
            ("sparse convolutions, GFLOP/s of connections", costs => costs.SparseWindow),
            ("sparse 1x1 convolutions, GFLOP/s of connections", costs => costs.SparsePoint),
            ("sparse linear layers, GFLOP/s of connections", costs => costs.SparseLinear),
            ("sparse layer, ns for each number in and out", costs => costs.SparsePerNumber),
            ("batch norm and ReLU of libtorch, ns a number", costs => costs.DenseNeighbours),
            ("batch norm and ReLU of ours, ns a number", costs => costs.SparseNeighbours),
            ("change of layout and back, ns a number", costs => costs.LayoutChange),
            ("writing out a sparse weight, ns a position", costs => costs.WriteOut),
        ];
        return rows.Select(row => (string[])[row.Name, Figures.Short(row.Of(first)), Figures.Short(row.Of(second))]);
    }
}
