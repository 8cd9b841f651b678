using System.Text.Json;
using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>
/// What the two engines cost on a machine: the model by which <see cref="Engine.Auto"/> decides. All figures were measured with the same
/// number of threads; only their ratios matter. A committed set serves all machines on which libtorch computes convolutions in the same
/// way, so that a run has the same bits on each. <c>suptickets bench calibrate</c> measures another set on request.
/// </summary>
public sealed record EngineCosts
{
    private const string WithOneDnn = "engine-costs.json", WithoutOneDnn = "engine-costs-without-onednn.json";

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Dense GFLOP/s of forward and backward pass of convolutions above 1×1.</summary>
    public required double DenseWindow { get; init; }

    /// <summary>
    /// Further nanoseconds that a dense convolution above 1×1 takes for each number of its input and output; they dominate in narrow
    /// layers.
    /// </summary>
    public required double DensePerNumber { get; init; }

    /// <summary>Dense GFLOP/s of 1×1 convolutions.</summary>
    public required double DensePoint { get; init; }

    /// <summary>Dense GFLOP/s of linear layers.</summary>
    public required double DenseLinear { get; init; }

    /// <summary>Useful GFLOP/s of the sparse kernels of convolutions above 1×1.</summary>
    public required double SparseWindow { get; init; }

    /// <summary>Useful GFLOP/s of the sparse kernels of 1×1 convolutions.</summary>
    public required double SparsePoint { get; init; }

    /// <summary>Useful GFLOP/s of the sparse kernels of linear layers.</summary>
    public required double SparseLinear { get; init; }

    /// <summary>Nanoseconds that a sparse layer takes for each number of its input and output, whatever its density.</summary>
    public required double SparsePerNumber { get; init; }

    /// <summary>Nanoseconds for each number between layers with libtorch: batch norm and ReLU, forward and backward.</summary>
    public required double DenseNeighbours { get; init; }

    /// <summary>The same with our kernels.</summary>
    public required double SparseNeighbours { get; init; }

    /// <summary>Nanoseconds for each number that changes between the two layouts, there and back.</summary>
    public required double LayoutChange { get; init; }

    /// <summary>
    /// Nanoseconds that the dense engine takes for each position of a weight to write it out densely and to read its gradient.
    /// </summary>
    public required double WriteOut { get; init; }

    /// <summary>
    /// Whether oneDNN computed libtorch's convolutions when the figures were measured; otherwise matrix products did, which take several
    /// times as long. Null if that is not known, as with figures of earlier versions.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OneDnn { get; init; }

    /// <summary>The committed figures, of a machine where oneDNN computes.</summary>
    public static EngineCosts Committed { get; } = ReadCommitted(WithOneDnn);

    /// <summary>The committed figures of a machine where oneDNN does not compute.</summary>
    public static EngineCosts CommittedWithoutOneDnn { get; } = ReadCommitted(WithoutOneDnn);

    /// <summary>The committed figures for libtorch as it computes in this process now.</summary>
    public static EngineCosts Here => Of(LibTorchSafety.State);

    /// <summary>The committed figures for libtorch in such a state.</summary>
    public static EngineCosts Of(LibTorchState state) => state.OneDnn ? Committed : CommittedWithoutOneDnn;

    /// <summary>The figures as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Figures from JSON.</summary>
    /// <exception cref="InvalidDataException">It is no such set, or a figure is not a positive number.</exception>
    public static EngineCosts FromJson(string json)
    {
        try
        {
            EngineCosts costs = JsonSerializer.Deserialize<EngineCosts>(json, Json) ?? throw new JsonException("it is null");
            foreach (var figure in typeof(EngineCosts).GetProperties().Where(property => property.PropertyType == typeof(double)))
            {
                if ((double)figure.GetValue(costs)! is not (> 0 and < double.PositiveInfinity))
                    throw new JsonException(
                        $"{JsonNamingPolicy.CamelCase.ConvertName(figure.Name)} is {figure.GetValue(costs)}; allowed: a positive number");
            }

            return costs;
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"not the costs of the engines: {JsonText.Explain(defect)}", defect);
        }
    }

    private static EngineCosts ReadCommitted(string resource)
    {
        using Stream stream = typeof(EngineCosts).Assembly.GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream);
        return FromJson(reader.ReadToEnd());
    }
}
