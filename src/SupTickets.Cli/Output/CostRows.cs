using SupTickets.Networks;

namespace SupTickets.Cli.Output;

/// <summary>Costs of the engines as rows of a table.</summary>
internal static class CostRows
{
    /// <summary>Each cost with its unit, in two sets of them.</summary>
    public static IEnumerable<string[]> Of(EngineCosts first, EngineCosts second)
    {
        (string Name, Func<EngineCosts, double?> Of)[] rows =
        [
            ("libtorch: convolutions, GFLOP/s", costs => costs.DenseWindow),
            ("  ns for each number in and out", costs => costs.DensePerNumber),
            ("  1x1 convolutions, GFLOP/s", costs => costs.DensePoint),
            ("  linear layers, GFLOP/s", costs => costs.DenseLinear),
            ("  ns for each weight", costs => costs.DensePerWeight),
            ("  µs for each layer", costs => costs.DensePerLayer),
            ("  µs for each layer among ours", costs => costs.ConvertedPerLayer),
            ("  batch norm and ReLU, ns a number", costs => costs.DenseNeighbours),
            ("  writing out a sparse weight, ns a position", costs => costs.WriteOut),
            .. Of("convolutions", kernels => kernels.Window),
            .. Of("1x1 convolutions", kernels => kernels.Point),
            .. Of("linear layers", kernels => kernels.Linear),
            ("our kernels: µs for each layer", costs => costs.OfKernels.PerLayer),
            ("  batch norm and ReLU, ns a number", costs => costs.SparseNeighbours),
            ("  change of layout and back, ns a number", costs => costs.LayoutChange),
        ];
        return rows.Select(row => (string[])[row.Name, Text(row.Of(first)), Text(row.Of(second))]);
    }

    private static IEnumerable<(string Name, Func<EngineCosts, double?> Of)> Of(string layers, Func<KernelCosts, LayerCosts> kind)
    {
        (string Name, Func<LayerCosts, PassCosts?> Of)[] passes =
        [
            ("gather, outputs", costs => costs.GatherOutputs),
            ("gather, weight gradient", costs => costs.GatherWeights),
            ("panel, outputs", costs => costs.PanelOutputs),
            ("panel, weight gradient", costs => costs.PanelWeights),
        ];
        foreach ((string name, Func<LayerCosts, PassCosts?> pass) in passes)
        {
            yield return ($"{layers}, {name}, GFLOP/s", costs => pass(kind(costs.OfKernels))?.Gflops);
            yield return ("  ns for each weight", costs => pass(kind(costs.OfKernels))?.PerWeight);
            yield return ("  ns for each number in and out", costs => pass(kind(costs.OfKernels))?.PerNumber);
        }
    }

    private static string Text(double? figure) => figure is { } known ? Figures.Short(known) : "—";
}
