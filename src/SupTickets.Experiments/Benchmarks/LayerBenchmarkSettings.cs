using SupTickets.Networks;
using SupTickets.Values;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// What <see cref="LayerBenchmark"/> times: a convolution padded to keep its size, or a linear layer where the weight has two sizes.
/// </summary>
/// <param name="Weight">Shape of the dense weight.</param>
/// <param name="Side">Pixels on each side of a convolution's input; a linear layer has none.</param>
/// <param name="Stride">Distance between two outputs of a convolution in pixels.</param>
/// <param name="Samples">Samples in a mini-batch.</param>
/// <param name="Sparsity">Share of connections that are absent, in [0, 1).</param>
public sealed record LayerBenchmarkSettings(WeightShape Weight, int Side, int Stride, int Samples, double Sparsity)
{
    /// <summary>The costs by which our kernels are chosen.</summary>
    public EngineCosts Costs { get; init; } = EngineCosts.Here;
}
