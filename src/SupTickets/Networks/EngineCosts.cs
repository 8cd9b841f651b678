using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using SupTickets.Kernels.Vectors;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>
/// What the two engines cost on a machine: the model by which <see cref="Engine.Auto"/> decides. All figures were measured with the same
/// number of threads; only their ratios matter. A committed set serves all machines with vectors of the same width on which libtorch
/// computes convolutions in the same way, so that a run has the same bits on each. <c>suptickets bench calibrate</c> measures another set
/// on request.
/// </summary>
public sealed record EngineCosts
{
    // Bits of the vectors to which the first of two pairs of committed sets belongs.
    private const int Wide = 512;

    private static readonly int[] VectorWidths = [512, 256, 128, 32];

    private static readonly Dictionary<(bool IsWide, bool OneDnn), Lazy<EngineCosts>> Sets = new()
    {
        [(true, true)] = new(() => ReadCommitted("engine-costs-512.json")),
        [(true, false)] = new(() => ReadCommitted("engine-costs-512-without-onednn.json")),
        [(false, true)] = new(() => ReadCommitted("engine-costs-256.json")),
        [(false, false)] = new(() => ReadCommitted("engine-costs-256-without-onednn.json")),
    };

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

    /// <summary>
    /// Further nanoseconds that a dense layer takes for each position of its weight, however small the batch; null counts none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DensePerWeight { get; init; }

    /// <summary>
    /// Microseconds that a dense layer with batch norm and ReLU takes in a step, however small it is; null counts none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DensePerLayer { get; init; }

    /// <summary>
    /// The same of a dense layer among layers of ours, whose norm and ReLU are ours too; null counts <see cref="DensePerLayer"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ConvertedPerLayer { get; init; }

    /// <summary>What our kernels cost. Null in sets of earlier versions, which have the four figures of the gather below.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KernelCosts? Kernels { get; init; }

    /// <summary>Useful GFLOP/s of the gather in convolutions above 1×1, where there are no <see cref="Kernels"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SparseWindow { get; init; }

    /// <summary>The same of 1×1 convolutions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SparsePoint { get; init; }

    /// <summary>The same of linear layers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SparseLinear { get; init; }

    /// <summary>
    /// Nanoseconds that a gather takes for each number of its input and output, where there are no <see cref="Kernels"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SparsePerNumber { get; init; }

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

    /// <summary>The committed figures for vectors as wide as here, where oneDNN computes.</summary>
    public static EngineCosts Committed => CommittedFor(VectorWidth.Bits, oneDnn: true);

    /// <summary>The committed figures for vectors as wide as here, where oneDNN does not compute.</summary>
    public static EngineCosts CommittedWithoutOneDnn => CommittedFor(VectorWidth.Bits, oneDnn: false);

    /// <summary>The committed figures for this process: its vectors, and libtorch as it computes now.</summary>
    public static EngineCosts Here => Of(LibTorchSafety.State);

    /// <summary>
    /// What our kernels cost, in sets of earlier versions too: there the panel is not used, and a layer has no fixed cost.
    /// </summary>
    internal KernelCosts OfKernels => Kernels ?? new()
    {
        Window = LayerCosts.OfGather(SparseWindow!.Value, SparsePerNumber!.Value),
        Point = LayerCosts.OfGather(SparsePoint!.Value, SparsePerNumber.Value),
        Linear = LayerCosts.OfGather(SparseLinear!.Value, SparsePerNumber.Value),
        PerLayer = 0,
    };

    /// <summary>The committed figures for libtorch in such a state.</summary>
    public static EngineCosts Of(LibTorchState state) => CommittedFor(VectorWidth.Bits, state.OneDnn);

    /// <summary>The committed figures for vectors of so many bits: those of 512, and those of 256 for fewer too.</summary>
    internal static EngineCosts CommittedFor(int vectorBits, bool oneDnn) => Sets[(vectorBits >= Wide, oneDnn)].Value;

    /// <summary>The figures without panels, by which a run whose costs are not known keeps the bits of our gather.</summary>
    internal EngineCosts WithoutPanels() => Kernels is null ? this : this with
    {
        Kernels = Kernels with
        {
            Window = Kernels.Window with { PanelOutputs = null, PanelWeights = null },
            Point = Kernels.Point with { PanelOutputs = null, PanelWeights = null },
            Linear = Kernels.Linear with { PanelOutputs = null, PanelWeights = null },
        },
    };

    /// <summary>The figures as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Figures from JSON.</summary>
    /// <exception cref="InvalidDataException">It is no such set, or a figure is not a positive number.</exception>
    public static EngineCosts FromJson(string json)
    {
        try
        {
            EngineCosts costs = JsonSerializer.Deserialize<EngineCosts>(json, Json) ?? throw new JsonException("it is null");
            RequireFigures(costs, "");
            if (costs.Kernels is null) RequireGather(costs);
            return costs;
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"not the costs of the engines: {JsonText.Explain(defect)}", defect);
        }
    }

    // Figures that are not there are null.
    private static void RequireFigures(object costs, string within)
    {
        foreach (PropertyInfo figure in costs.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            string name = within + JsonNamingPolicy.CamelCase.ConvertName(figure.Name);
            object? value = figure.GetValue(costs);
            if (value is KernelCosts or LayerCosts or PassCosts) RequireFigures(value, name + ".");
            else if (value is double number && number is not (> 0 and < double.PositiveInfinity))
                throw new JsonException($"{name} is {number}; allowed: a positive number");
            else if (value is int bits && !VectorWidths.Contains(bits))
                throw new JsonException($"{name} is {bits}; allowed: {string.Join(", ", VectorWidths)}");
            else if (value is null && Nullable.GetUnderlyingType(figure.PropertyType) is null && IsRequired(figure))
                throw new JsonException($"{name} is null; allowed: an object of figures");
        }
    }

    private static bool IsRequired(PropertyInfo figure) => figure.IsDefined(typeof(RequiredMemberAttribute));

    private static void RequireGather(EngineCosts costs)
    {
        foreach ((string name, double? figure) in new[]
        {
            ("sparseWindow", costs.SparseWindow),
            ("sparsePoint", costs.SparsePoint),
            ("sparseLinear", costs.SparseLinear),
            ("sparsePerNumber", costs.SparsePerNumber),
        })
        {
            if (figure is null) throw new JsonException($"{name} is missing, as there are no kernels");
        }
    }

    private static EngineCosts ReadCommitted(string resource)
    {
        using Stream stream = typeof(EngineCosts).Assembly.GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream);
        return FromJson(reader.ReadToEnd());
    }
}
