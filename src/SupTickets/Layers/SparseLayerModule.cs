using SupTickets.Kernels.Convolution;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// What sparse convolutions and sparse linear layers share: the weight, an optional dense bias, and their
/// initialisation. To TorchSharp it is a module with parameters <c>weight</c> (the values, [connections]) and <c>bias</c>.
/// </summary>
public abstract class SparseLayerModule : nn.Module<Tensor, Tensor>
{
    private ConnectionLayout? connections;
    private Connectivity? connectionsOf;
    private readonly HashSet<object> sparseOnly = new(ReferenceEqualityComparer.Instance);

    private protected SparseLayerModule(string kind, WeightShape shape, BiasKind bias)
        : base(kind)
    {
        Weight = new SparseWeight(shape);
        BiasKind = bias;
        ConditionallyRegisterParameter("weight", Weight.Values);
        Weight.ValuesReplaced += () => ConditionallyRegisterParameter("weight", Weight.Values);
        if (bias != BiasKind.None)
        {
            using var scope = NewDisposeScope();
            Parameter zero = new(CountedTensors.Zeros(shape.Outputs));
            zero.DetachFromDisposeScope();
            ConditionallyRegisterParameter("bias", zero);
        }
    }

    /// <summary>The sparse weight.</summary>
    public SparseWeight Weight { get; }

    /// <summary>The dense bias, [outputs], or null.</summary>
    public Parameter? Bias => BiasKind == BiasKind.None ? null : get_parameter("bias");

    /// <summary>Whether there is a bias and how it starts.</summary>
    public BiasKind BiasKind { get; }

    /// <summary>How the weight starts.</summary>
    public Initialization Initialization { get; init; } = Initializations.KaimingUniform;

    /// <summary>
    /// How often one connection is used for one sample, H·W of the output, summed where the layer is used more than once: its
    /// multiply-adds. Known after <c>SparseNetwork.Measure</c>; 0 before it.
    /// </summary>
    public long UsesPerSample => Use.PerSample;

    /// <summary>Sizes of the input of one sample, [C, H, W] or [features], as last measured; empty before.</summary>
    internal IReadOnlyList<long> InputSizes => Use.InputSizes;

    /// <summary>The use of the layer that <c>SparseNetwork.Measure</c> found.</summary>
    internal LayerUse Use { get; set; } = LayerUse.None;

    /// <summary>The vectors by which the members of a BatchEnsemble differ in this layer; null if it is part of none.</summary>
    internal FastWeights? FastWeights { get; private set; }

    /// <summary>
    /// Says that <paramref name="network"/>, which holds the layer, uses the sparse engine alone, or no longer: while any does, the layer
    /// refuses to be called directly.
    /// </summary>
    internal void SetSparseOnly(object network, bool isSparseOnly)
    {
        if (isSparseOnly) sparseOnly.Add(network);
        else sparseOnly.Remove(network);
    }

    /// <summary>Whether the weight has been given values.</summary>
    public bool IsInitialized { get; private set; }

    /// <summary>Draws weight and bias from the layer's own branch of randomness; fully connected afterwards.</summary>
    public void Initialize(Seed seed)
    {
        float[] weights = new float[Weight.Shape.Positions];
        Initialization(Weight.Shape, seed.For("weight").Stream(), weights);
        float[] bias = new float[Weight.Shape.Outputs];
        if (BiasKind == BiasKind.Uniform)
        {
            RandomStream random = seed.For("bias").Stream();
            double bound = 1 / Math.Sqrt(Weight.Shape.FanIn);
            foreach (ref float value in bias.AsSpan()) value = (float)random.NextDouble(-bound, bound);
        }

        Restore(Connectivity.Full(weights.Length), weights);
        if (Bias is { } parameter) CopyInto(parameter, bias);
        FastWeights?.Initialize(seed.For("fast weights"));
    }

    /// <summary>Makes the layer part of a BatchEnsemble, whose members share weight and bias.</summary>
    internal void AddMembers(int members, double rateFactor)
    {
        FastWeights = new(members, Weight.Shape) { RateFactor = rateFactor };
        register_module("fast", FastWeights);
    }

    /// <summary>Says that values were written from outside.</summary>
    internal void TellInitialized() => IsInitialized = true;

    /// <summary>Sets connectivity and values.</summary>
    public void Restore(Connectivity connectivity, ReadOnlyMemory<float> values)
    {
        Weight.Restore(connectivity, values);
        IsInitialized = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// The layer has no values yet; or its network computes with the sparse engine, and the module was called directly, not through the
    /// network.
    /// </exception>
    public sealed override Tensor forward(Tensor input)
    {
        if (GraphBuilder.Current is { } graph) return Emit(graph, graph.Find(input));
        if (Measurement.Current is { } measurement) return measurement.Use(this, input, OutputSizes(input.shape));
        RequireValues();
        return sparseOnly.Count == 0 || DensePass.IsRunning
            ? ComputeDensely(input)
            : throw new InvalidOperationException(
                $"the network of the {GetName()} layer {Weight.Shape} computes with the sparse engine: call the SparseNetwork, not its "
                + "module");
    }

    /// <exception cref="InvalidOperationException">The layer has no values yet.</exception>
    internal void RequireValues()
    {
        if (!IsInitialized)
        {
            throw new InvalidOperationException(
                $"the {GetName()} layer {Weight.Shape} has no values yet: call SparseNetwork.Initialize or load a ticket");
        }
    }

    /// <summary>The connections in the layout of the sparse engine; computed again after the topology changed.</summary>
    internal ConnectionLayout Connections()
    {
        if (!ReferenceEquals(connectionsOf, Weight.Connectivity))
            (connections, connectionsOf) = (new(KernelShape, Weight.Connectivity.PositionMemory), Weight.Connectivity);
        return connections!;
    }

    /// <summary>
    /// The layer's output with the dense engine, in the precision of <paramref name="input"/>: Float32, or Float64 as a reference.
    /// </summary>
    internal Tensor ComputeDensely(Tensor input) => FastWeights is null ? Compute(input, Bias) : ComputeMembers(input, FastWeights);

    /// <exception cref="NotSupportedException">Sparse layers cannot be converted to <paramref name="type"/>.</exception>
    internal static void RequireFloat32(ScalarType type)
    {
        if (type != ScalarType.Float32) throw new NotSupportedException($"sparse layers compute in Float32, not {type}");
    }

    /// <summary>Shape of the weight, stride, padding and dilation, for the kernels.</summary>
    internal abstract ConvolutionShape KernelShape { get; }

    /// <summary>The output for a dense <paramref name="weight"/> and a <paramref name="bias"/>, with the dense engine.</summary>
    private protected abstract Tensor Compute(Tensor input, Tensor weight, Tensor? bias);

    /// <summary>Sizes of the output for an input of the given sizes.</summary>
    private protected abstract long[] OutputSizes(long[] input);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (dtype is { } type) RequireFloat32(type);
        // The weight is moved first, so that TorchSharp finds its parameter moved already and makes no second one.
        if (device is not null) Weight.MoveTo(device);
        base._toEpilog(dtype, device, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Weight.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Emit(GraphBuilder graph, Value value)
    {
        ConvolutionShape shape = KernelShape;
        RequireRank(value);
        if (value.Shape.Channels != shape.Inputs)
            throw new ArgumentException($"a layer {Weight.Shape} takes {shape.Inputs} channels, not {value.Shape.Channels}", nameof(value));
        Value output = graph.AddValue(shape.OutputOf(value.Shape), value.Rank, needsGradient: true);
        return graph.Add(graph.KernelsOf(this) is { } kernels
            ? new WeightOperation(this, kernels, value, output)
            : new DenseOperation(this, value, output));
    }

    // The kernels would accept images and features for both kinds of layers; libtorch's layers do not, so this refuses too.
    private void RequireRank(Value value)
    {
        if (FastWeights is not null) throw new NotTraceableException();
        WeightShape shape = Weight.Shape;
        if (value.Rank == shape.Sizes.Count) return;
        throw value.Rank == Value.Images
            ? new NotSupportedException(
                $"a linear layer {shape} is given images, [N, C, H, W], and on the sparse engine takes features only, [N, {shape.Inputs}]: "
                + "put Flatten before it")
            : new ArgumentException($"a convolution {shape} takes [N, {shape.Inputs}, H, W], not features, [N, F]");
    }

    private Tensor Compute(Tensor input, Tensor? bias)
    {
        if (input.dtype != ScalarType.Float64) return Compute(input, Weight.Dense(), bias);
        using var scope = NewDisposeScope();
        return Compute(input, Weight.Dense().to(input.dtype), bias?.to(input.dtype)).MoveToOuterDisposeScope();
    }

    // The factors belong to the weight; the bias is shared by all members and is added after them.
    private Tensor ComputeMembers(Tensor input, FastWeights fast)
    {
        Tensor output = fast.AfterWeight(Compute(fast.BeforeWeight(input), bias: null));
        return Bias is { } bias ? output.add(bias.view([1, -1, .. output.shape[2..].Select(_ => 1L)]), Scalars.One) : output;
    }

    private static void CopyInto(Parameter parameter, float[] values)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        parameter.copy_(tensor(values));
    }
}
