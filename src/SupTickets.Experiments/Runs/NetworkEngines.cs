using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.Networks;

namespace SupTickets.Experiments.Runs;

/// <summary>How a network computes, as events tell it.</summary>
/// <param name="Engine">The engine that was asked for.</param>
/// <param name="Network"><see cref="Engine.Dense"/>, or <see cref="Engine.Sparse"/> with each layer as it says.</param>
/// <param name="Layers">The layers, in network order.</param>
public sealed record NetworkEngines(
    [property: JsonConverter(typeof(EngineConverter))] Engine Engine,
    [property: JsonConverter(typeof(EngineConverter))] Engine Network,
    IReadOnlyList<LayerEngine> Layers)
{
    /// <summary>How many layers the sparse engine computes.</summary>
    [JsonIgnore]
    public int SparseLayers => Layers.Count(layer => layer.Engine == Engine.Sparse);
}
