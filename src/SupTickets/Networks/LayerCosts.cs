using System.Text.Json.Serialization;

namespace SupTickets.Networks;

/// <summary>What our kernels cost in one kind of layer.</summary>
public sealed record LayerCosts
{
    /// <summary>Forward pass and input gradient, connection by connection.</summary>
    public required PassCosts GatherOutputs { get; init; }

    /// <summary>Weight gradient, connection by connection.</summary>
    public required PassCosts GatherWeights { get; init; }

    /// <summary>Forward pass and input gradient by panels of the whole weight; null where these are not used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PassCosts? PanelOutputs { get; init; }

    /// <summary>Weight gradient by panels; null where these are not used.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PassCosts? PanelWeights { get; init; }

    /// <summary>From one rate for all three passes, as earlier versions measured it.</summary>
    /// <param name="gflops">Useful GFLOP/s of the gather.</param>
    /// <param name="perNumber">Nanoseconds of all three passes for each number of input and output.</param>
    internal static LayerCosts OfGather(double gflops, double perNumber) => new()
    {
        GatherOutputs = new() { Gflops = gflops, PerWeight = 0, PerNumber = 2 * perNumber / 3 },
        GatherWeights = new() { Gflops = gflops, PerWeight = 0, PerNumber = perNumber / 3 },
    };
}
