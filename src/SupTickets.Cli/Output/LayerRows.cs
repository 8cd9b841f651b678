using SupTickets.Experiments.Benchmarks;
using SupTickets.Networks;

namespace SupTickets.Cli.Output;

/// <summary>Timed layers as rows of a table.</summary>
internal static class LayerRows
{
    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["layer", "shape", ">density", "engine", "kernels", ">dense ms", ">sparse ms", ">ratio", ">dense GFLOP/s", ">sparse GFLOP/s"];

    /// <summary>One layer.</summary>
    public static string[] Of(LayerTiming layer) =>
    [
        layer.Name, string.Join('x', layer.Shape), Figures.Ratio(layer.Density), Engines.NameOf(layer.Engine), layer.Kernels.ToString(),
        Figures.Short(1e3 * layer.DenseSeconds), Figures.Short(1e3 * layer.SparseSeconds),
        Figures.Short(layer.Speedup), Figures.Short(layer.DenseGflops), Figures.Short(layer.SparseGflops),
    ];
}
