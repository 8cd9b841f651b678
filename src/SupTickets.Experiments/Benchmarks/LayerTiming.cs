using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.Networks;
namespace SupTickets.Experiments.Benchmarks;

/// <summary>One layer of a timed network, by itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Sizes of its dense weight.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Engine">The engine that computes it in the network.</param>
/// <param name="DenseSeconds">Median seconds of its forward and backward pass with libtorch, all positions.</param>
/// <param name="SparseSeconds">The same with the sparse kernels, its connections only.</param>
/// <param name="DenseGflops">GFLOP/s of libtorch.</param>
/// <param name="SparseGflops">GFLOP/s of the sparse kernels, counting connections.</param>
public sealed record LayerTiming(
    string Name,
    IReadOnlyList<long> Shape,
    double Density,
    [property: JsonConverter(typeof(EngineConverter))] Engine Engine,
    double DenseSeconds,
    double SparseSeconds,
    double DenseGflops,
    double SparseGflops)
{
    /// <summary>The kernels of ours that were timed: the faster ones by the costs.</summary>
    public required LayerKernels Kernels { get; init; }

    /// <summary>Dense seconds ÷ sparse seconds.</summary>
    public double Speedup => DenseSeconds / SparseSeconds;
}
