using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>
/// Writes a network down as operations of the sparse engine by calling its module once with placeholders in place of activations. A module
/// that the engine shall follow asks for <see cref="Current"/> in its forward pass: where there is one, it finds the value that its input
/// stands for, adds a value for its output and an operation that computes it, and returns the placeholder. A placeholder that anything else
/// has touched is unknown here, so nothing can be lost on the way.
/// </summary>
public sealed class GraphBuilder
{
    [ThreadStatic]
    private static GraphBuilder? current;

    private readonly Dictionary<Tensor, Value> known = new(ReferenceEqualityComparer.Instance);
    // In a program these keep their numbers; a module that reads one again would densely see what was written over it.
    private readonly HashSet<int> overwritten = [];
    private readonly List<Operation> operations = [];
    // Which operation writes a value, by its index; null for the images.
    private readonly Dictionary<int, Operation?> writers = [];
    private readonly List<Value> values = [];
    private readonly Func<nn.Module, ConvolutionKernels?> kernels;

    private GraphBuilder(Func<nn.Module, ConvolutionKernels?> kernels) => this.kernels = kernels;

    /// <summary>What is being written on this thread; null in every other pass, where modules compute.</summary>
    public static GraphBuilder? Current => current;

    /// <summary>Writes a module down for batches of <paramref name="samples"/> images.</summary>
    /// <param name="module">[N, C, H, W] → [N, classes].</param>
    /// <param name="resources">Memory and threads of the program.</param>
    /// <param name="samples">N.</param>
    /// <param name="image">[C, H, W].</param>
    /// <param name="imagesNeedGradient">Whether a backward pass leads on to the images.</param>
    /// <param name="kernels">The kernels of each sparse layer; null where libtorch shall compute it.</param>
    /// <exception cref="NotTraceableException">The module does something that adds no operation.</exception>
    internal static Program Trace(
        nn.Module<Tensor, Tensor> module,
        Resources resources,
        int samples,
        ImageShape image,
        bool imagesNeedGradient,
        Func<nn.Module, ConvolutionKernels?> kernels)
    {
        GraphBuilder graph = new(kernels);
        using var quiet = no_grad();
        GraphBuilder? outer = current;
        current = graph;
        try
        {
            Value input = graph.AddValue(
                new BlockedShape(samples, image.Channels, image.Height, image.Width), Value.Images, imagesNeedGradient);
            graph.writers[input.Index] = null;
            Value output = graph.Find(module.call(graph.Placeholder(input)));
            if (output.Rank != Value.Features)
            {
                throw new NotSupportedException(
                    "the network gives images, [N, C, H, W], and the sparse engine only scores, [N, classes]: end it with Flatten");
            }

            return new(resources, new(Fusion.Apply(graph.operations, output), graph.values, input, output));
        }
        finally
        {
            current = outer;
            foreach (Tensor placeholder in graph.known.Keys) placeholder.Dispose();
        }
    }

    /// <summary>The value that a placeholder stands for.</summary>
    /// <exception cref="NotTraceableException">It is none: something has computed with it that adds no operation.</exception>
    public Value Find(Tensor placeholder) =>
        known.TryGetValue(placeholder, out Value? found) && !overwritten.Contains(found.Index) ? found : throw new NotTraceableException();

    /// <summary>A new value, which one operation must write.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="rank"><see cref="Value.Images"/> or <see cref="Value.Features"/>.</param>
    /// <param name="needsGradient">Whether anything that learns lies before it, the operation that writes it included.</param>
    public Value AddValue(BlockedShape shape, int rank, bool needsGradient)
    {
        Value value = new(values.Count, shape, rank, needsGradient);
        values.Add(value);
        return value;
    }

    /// <summary>A new value of the shape of <paramref name="other"/>, which needs a gradient if the other does.</summary>
    public Value AddValueLike(Value other) => AddValue(other.Shape, other.Rank, other.NeedsGradient);

    /// <summary>Adds an operation after all others, and gives what stands for its output.</summary>
    /// <exception cref="InvalidOperationException">
    /// Its output has another writer, or is one of its inputs. Or it says that it needs no gradient, where an input needs one or the
    /// operation's module has parameters that learn: nothing would ever reach them.
    /// </exception>
    public Tensor Add(Operation operation)
    {
        if (operation.Inputs.Any(input => input.Index == operation.Output.Index))
            throw new InvalidOperationException($"{operation.Kind} writes what it reads: add a value for its output");
        if (writers.TryGetValue(operation.Output.Index, out Operation? writer))
        {
            string written = writer is null ? "the batch" : $"what {writer.Module?.GetName() ?? writer.Kind} wrote already";
            throw new InvalidOperationException($"{operation.Kind} writes {written}: add a value for its output");
        }

        if (!operation.Output.NeedsGradient && operation.Inputs.Any(input => input.NeedsGradient))
        {
            throw new InvalidOperationException(
                $"the output of {operation.Kind} needs a gradient, as one of its inputs does: add its value with needsGradient: true, or "
                + "by AddValueLike of that input");
        }

        if (!operation.Output.NeedsGradient && operation.Module?.parameters().Any(own => own.requires_grad) == true)
        {
            throw new InvalidOperationException(
                $"the output of {operation.Kind} needs a gradient, as {operation.Module.GetName()} has parameters that learn: add its "
                + "value with needsGradient: true");
        }

        operations.Add(operation);
        writers.Add(operation.Output.Index, operation);
        return Placeholder(operation.Output);
    }

    /// <summary>What stands for the numbers of <paramref name="value"/> seen as features in one row: in memory they lie so
    /// already.</summary>
    internal Tensor Flattened(Value value) =>
        Placeholder(
            value with { Shape = new(value.Shape.Samples, checked(value.Shape.Channels * value.Shape.Area), 1, 1), Rank = Value.Features });

    /// <summary>Forbids to read a value again, as where a module computes in place densely.</summary>
    public void Overwrite(Value value) => overwritten.Add(value.Index);

    /// <summary>The kernels that shall compute this layer; null where libtorch shall.</summary>
    internal ConvolutionKernels? KernelsOf(nn.Module layer) => kernels(layer);

    // One number seen under every index, so that it takes no memory; and made in inference mode, so that writing into it in place is always
    // an error of libtorch's, never a silent loss.
    private Tensor Placeholder(Value value)
    {
        BlockedShape shape = value.Shape;
        long[] sizes = value.Rank == Value.Images
            ? [shape.Blocks, shape.Channels, shape.Height, shape.Width, BlockedShape.Lanes]
            : [shape.Blocks, shape.Channels, BlockedShape.Lanes];
        using var mode = inference_mode();
        using Tensor one = zeros(1);
        Tensor placeholder = one.expand(sizes).DetachFromDisposeScope();
        known.Add(placeholder, value);
        return placeholder;
    }
}
