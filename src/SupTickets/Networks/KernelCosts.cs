using System.Text.Json.Serialization;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>What our kernels cost, by kind of layer.</summary>
public sealed record KernelCosts
{
    /// <summary>
    /// Bits of the vectors with which they were measured. They say how many positions the accumulators of a gather hold, some of which
    /// stay empty on small maps. Null counts every position once.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? VectorBits { get; init; }

    /// <summary>Convolutions above 1×1.</summary>
    public required LayerCosts Window { get; init; }

    /// <summary>1×1 convolutions.</summary>
    public required LayerCosts Point { get; init; }

    /// <summary>Linear layers.</summary>
    public required LayerCosts Linear { get; init; }

    /// <summary>Microseconds that a layer with batch norm and ReLU takes in a step, however small it is.</summary>
    public required double PerLayer { get; init; }

    /// <summary>Of the kind that a weight has.</summary>
    internal LayerCosts Of(WeightShape weight) => weight.Sizes.Count != 4 ? Linear : weight.FanIn > weight.Inputs ? Window : Point;
}
