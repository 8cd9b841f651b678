using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.Networks;

namespace SupTickets.Experiments.Runs;

/// <summary>The engine of one layer, as events tell it.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Engine"><see cref="Engine.Dense"/> or <see cref="Engine.Sparse"/>.</param>
/// <param name="DenseSeconds">Seconds of its forward and backward pass that the cost model expects, dense.</param>
/// <param name="SparseSeconds">The same, sparse.</param>
public sealed record LayerEngine(
    string Layer,
    double Density,
    [property: JsonConverter(typeof(EngineConverter))] Engine Engine,
    double DenseSeconds,
    double SparseSeconds)
{
    /// <summary>The kernels of ours that compute it; null where libtorch does, and in logs of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LayerKernels? Kernels { get; init; }
}
