using SupTickets.Layers;
using SupTickets.Topology;

namespace SupTickets.Networks;

/// <summary>A sparse layer under its name in the network.</summary>
/// <param name="Name">The module's name, such as <c>layer1.0.conv1</c>.</param>
/// <param name="Module">The module.</param>
/// <param name="StaysDense">Whether it is left out of the budget and keeps every connection.</param>
public sealed record SparseLayer(string Name, SparseLayerModule Module, bool StaysDense)
{
    /// <summary>The sparse weight.</summary>
    public SparseWeight Weight => Module.Weight;

    /// <summary>The weight's own name, such as <c>layer1.0.conv1.weight</c>.</summary>
    public string WeightName => Name.Length == 0 ? "weight" : $"{Name}.weight";
}
