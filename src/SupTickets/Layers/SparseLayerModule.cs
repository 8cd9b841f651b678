using SupTickets.Kernels;
using SupTickets.Layers.Blocked;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// What sparse convolutions and sparse linear layers share: the weight, an optional dense bias, and their
/// initialisation. To TorchSharp it is a module with parameters <c>weight</c> (the values, [connections]) and <c>bias</c>.
/// </summary>
public abstract class SparseLayerModule : nn.Module<Tensor, Tensor>, ITraced
{
    private ConnectionLayout? connections;
    private Connectivity? connectionsOf;

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
    /// multiply-adds. Known after <see cref="SparseNetwork.Measure"/>; 0 before it.
    /// </summary>
    public long UsesPerSample => Use.PerSample;

    /// <summary>Sizes of the input of one sample, [C, H, W] or [features], as last measured; empty before.</summary>
    internal IReadOnlyList<long> InputSizes => Use.InputSizes;

    /// <summary>As <see cref="SparseNetwork.Measure"/> found it.</summary>
    internal LayerUse Use { get; set; } = LayerUse.None;

    /// <summary>
    /// Where set, a forward pass of one sample adds to it, computes nothing and returns zeros of the output's shape: all that measuring a
    /// network needs, at a thousandth of the cost and before there are values.
    /// </summary>
    internal LayerUse? Measured { get; set; }

    Tracer? ITraced.Tracer { get; set; }

    /// <summary>What the members of a BatchEnsemble do not share in this layer; null where it is no part of one.</summary>
    internal FastWeights? FastWeights { get; private set; }

    /// <summary>How this layer computes where the network uses the sparse engine.</summary>
    internal Engine Engine { get; set; } = Engine.Sparse;

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

    /// <summary>Makes the layer one of a BatchEnsemble, whose members share weight and bias.</summary>
    internal void AddMembers(int members, double rateFactor)
    {
        FastWeights = new(members, Weight.Shape) { RateFactor = rateFactor };
        register_module("fast", FastWeights);
    }

    /// <summary>Sets connectivity and values.</summary>
    public void Restore(Connectivity connectivity, ReadOnlyMemory<float> values)
    {
        Weight.Restore(connectivity, values);
        IsInitialized = true;
    }

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        if (((ITraced)this).Tracer is { } tracer) return tracer.Weighted(this, input);
        if (Measured is { } before)
        {
            long[] sizes = OutputSizes(input.shape);
            decimal numbers = sizes.Aggregate(1m, (product, size) => product * size);
            if (numbers > Limit.BatchNumbers.Most)
                throw new ArgumentException($"one image makes {numbers} numbers in the {GetName()} layer {Weight.Shape}; allowed: {Limit.BatchNumbers.Allowed}");
            long uses = (long)numbers / Weight.Shape.Outputs;
            Measured = new(before.PerSample + uses, input.shape[1..]);
            return zeros(sizes, device: input.device);
        }

        return IsInitialized
            ? ComputeDensely(input)
            : throw new InvalidOperationException($"the {GetName()} layer {Weight.Shape} has no values yet: call SparseNetwork.Initialize or load a ticket");
    }

    /// <summary>The connections as the sparse engine walks them; made anew after the topology changed.</summary>
    internal ConnectionLayout Connections()
    {
        if (!ReferenceEquals(connectionsOf, Weight.Connectivity))
            (connections, connectionsOf) = (new(KernelShape, Weight.Connectivity.PositionMemory), Weight.Connectivity);
        return connections!;
    }

    /// <summary>
    /// The layer's output with the dense engine, in the precision of <paramref name="input"/>: Float32, or Float64 for comparing with.
    /// </summary>
    internal Tensor ComputeDensely(Tensor input) => FastWeights is null ? Compute(input, Bias) : ComputeMembers(input, FastWeights);

    /// <summary>The weight and its movement, for the kernels.</summary>
    internal abstract ConvolutionShape KernelShape { get; }

    /// <summary>The output for a dense <paramref name="weight"/> and a <paramref name="bias"/>, with the dense engine.</summary>
    private protected abstract Tensor Compute(Tensor input, Tensor weight, Tensor? bias);

    /// <summary>Sizes of the output for an input of the given sizes.</summary>
    private protected abstract long[] OutputSizes(long[] input);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (dtype is { } type && type != ScalarType.Float32) throw new NotSupportedException($"sparse layers compute in Float32, not {type}");
        // First the weight, so that TorchSharp finds its parameter moved already and does not make a second one.
        if (device is not null) Weight.MoveTo(device);
        base._toEpilog(dtype, device, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Weight.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Compute(Tensor input, Tensor? bias)
    {
        if (input.dtype != ScalarType.Float64) return Compute(input, Weight.Dense(), bias);
        using var scope = NewDisposeScope();
        return Compute(input, Weight.Dense().to(input.dtype), bias?.to(input.dtype)).MoveToOuterDisposeScope();
    }

    // The factors are the weight's, so that the bias, which all share, comes after them.
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
