using SupTickets.Kernels;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>
/// Writes a network down as a <see cref="Program"/> by calling it once with placeholders in place of activations. Every building block of
/// ours writes its operation; a placeholder that anything else has touched is unknown here, so nothing can be lost on the way.
/// </summary>
internal sealed class Tracer : IDisposable
{
    private readonly Dictionary<Tensor, (Value Value, BlockedShape Shape)> known = new(ReferenceEqualityComparer.Instance);
    // Who reads these again would see, densely, what was written over them; in a program they stay as they were.
    private readonly HashSet<int> overwritten = [];
    private readonly List<Operation> operations = [];
    private readonly List<Value> values = [];

    private Tracer()
    {
    }

    /// <summary>Traces a module whose building blocks are <paramref name="blocks"/>, for batches of N images.</summary>
    /// <exception cref="NotTraceableException">The module does something that is not one of our building blocks.</exception>
    public static Program Trace(
        nn.Module<Tensor, Tensor> module, IReadOnlyList<ITraced> blocks, Resources resources, int samples, ImageShape image, bool imagesNeedGradient)
    {
        using Tracer tracer = new();
        using var quiet = no_grad();
        foreach (ITraced block in blocks) block.Tracer = tracer;
        try
        {
            BlockedShape shape = new(samples, image.Channels, image.Height, image.Width);
            Value input = tracer.NewValue(shape, imagesNeedGradient);
            Tensor scores = module.call(tracer.Placeholder(input, shape, 4));
            Value output = tracer.Scores(scores);
            return new(resources, Fusion.Apply(tracer.operations, output), tracer.values, input, output);
        }
        finally
        {
            foreach (ITraced block in blocks) block.Tracer = null;
        }
    }

    public Tensor Weighted(SparseLayerModule layer, Tensor input)
    {
        ConvolutionShape shape = layer.KernelShape;
        (Value value, BlockedShape from) = Find(input);
        int rank = Rank(input);
        RequireRank(layer, rank);
        if (from.Channels != shape.Inputs) throw new ArgumentException($"a layer {layer.Weight.Shape} takes {shape.Inputs} channels, not {from.Channels}", nameof(input));
        Value output = NewValue(shape.OutputOf(from), needsGradient: true);
        Operation operation = layer.Engine == Engine.Dense
            ? new DenseOperation(layer, from, rank, value, output)
            : new WeightOperation(layer, from, value, output);
        return Write(operation, output, rank);
    }

    public Tensor Normalized(BatchNorm norm, Tensor input)
    {
        (Value value, BlockedShape shape) = Find(input);
        Value output = NewValue(shape, needsGradient: true);
        return Write(new NormOperation(norm, Seen(value, shape), null, Activation.None, output), output, Rank(input));
    }

    public Tensor Rectified(Tensor input, bool inPlace)
    {
        Tensor output = Write(input, shape => shape, (value, output) => new ReluOperation(value, output));
        if (inPlace) overwritten.Add(known[input].Value.Index);
        return output;
    }

    public Tensor Summed(Tensor branch, Tensor shortcut)
    {
        (Value first, BlockedShape shape) = Find(branch);
        (Value second, BlockedShape other) = Find(shortcut);
        if (shape != other) throw new ArgumentException($"a branch of {shape} and a shortcut of {other} cannot be added", nameof(shortcut));
        Value output = NewValue(shape, first.NeedsGradient || second.NeedsGradient);
        return Write(new SumOperation(first, second, output), output, Rank(branch));
    }

    public Tensor Pooled(PoolGeometry geometry, Tensor input) => Write(input, geometry.OutputOf, (value, output) => new MaxPoolOperation(geometry, value, output));

    public Tensor Averaged(Tensor input) => Write(input, shape => shape with { Height = 1, Width = 1 }, (value, output) => new AveragePoolOperation(value, output));

    public Tensor Shortcut(int stride, int before, int after, Tensor input) => Write(
        input,
        shape => Kernels.ChannelPadShortcut.OutputOf(shape, stride, before, after),
        (value, output) => new ShortcutOperation(stride, before, after, value, output));

    /// <summary>Features of [N, C, H, W] in one row: in memory they lie so already.</summary>
    public Tensor Flattened(Tensor input)
    {
        (Value value, BlockedShape shape) = Find(input);
        return Placeholder(value, new(shape.Samples, checked(shape.Channels * shape.Area), 1, 1), 2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor placeholder in known.Keys) placeholder.Dispose();
    }

    // The kernels would take either form for both; libtorch's layers do not.
    private static void RequireRank(SparseLayerModule layer, int rank)
    {
        if (rank == layer.Weight.Shape.Sizes.Count) return;
        WeightShape shape = layer.Weight.Shape;
        throw rank == 4
            ? new NotSupportedException($"a linear layer {shape} is given images, [N, C, H, W], and on the sparse engine takes features only, [N, {shape.Inputs}]: put Flatten before it")
            : new ArgumentException($"a convolution {shape} takes [N, {shape.Inputs}, H, W], not features, [N, F]");
    }

    // A value whose features may have been put in one row.
    private static Value Seen(Value value, BlockedShape shape) => shape == value.Shape ? value : value with { Shape = shape };

    private static int Rank(Tensor placeholder) => placeholder.shape.Length == 5 ? 4 : 2;

    private Value Scores(Tensor scores)
    {
        (Value value, BlockedShape shape) = Find(scores);
        return Rank(scores) == 2
            ? Seen(value, shape)
            : throw new NotSupportedException("the network gives images, [N, C, H, W], and the sparse engine only scores, [N, classes]: end it with Flatten");
    }

    private Tensor Write(Tensor input, Func<BlockedShape, BlockedShape> shapeOf, Func<Value, Value, Operation> make)
    {
        (Value value, BlockedShape shape) = Find(input);
        Value output = NewValue(shapeOf(shape), value.NeedsGradient);
        return Write(make(Seen(value, shape), output), output, Rank(input));
    }

    private Tensor Write(Operation operation, Value output, int rank)
    {
        operations.Add(operation);
        return Placeholder(output, output.Shape, rank);
    }

    private Value NewValue(BlockedShape shape, bool needsGradient)
    {
        Value value = new(values.Count, shape, needsGradient);
        values.Add(value);
        return value;
    }

    // One number seen under every index, so that it takes no memory; and made in inference mode, so that writing into it in place is always
    // an error of libtorch's, never a silent loss.
    private Tensor Placeholder(Value value, BlockedShape shape, int rank)
    {
        long[] sizes = rank == 4
            ? [shape.Blocks, shape.Channels, shape.Height, shape.Width, BlockedShape.Lanes]
            : [shape.Blocks, shape.Channels, BlockedShape.Lanes];
        using var mode = inference_mode();
        using Tensor one = zeros(1);
        Tensor placeholder = one.expand(sizes).DetachFromDisposeScope();
        known.Add(placeholder, (value, shape));
        return placeholder;
    }

    private (Value Value, BlockedShape Shape) Find(Tensor placeholder) =>
        known.TryGetValue(placeholder, out (Value Value, BlockedShape Shape) found) && !overwritten.Contains(found.Value.Index)
            ? found
            : throw new NotTraceableException();
}
