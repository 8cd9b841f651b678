using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using SupTickets.Topology;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>One pass of a mini-batch through the operations of a network: the memory of its values and gradients.</summary>
public sealed unsafe class Run
{
    private readonly Program program;
    private readonly AlignedFloats?[] values;
    private readonly AlignedFloats?[] gradients;
    private readonly Dictionary<Operation, object> notes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IntPtr, List<Tensor>> parameterGradients = [];
    private readonly Dictionary<Operation, (Tensor Input, Tensor Output)> graphs = new(ReferenceEqualityComparer.Instance);

    internal Run(Program program)
    {
        this.program = program;
        values = new AlignedFloats?[program.Values.Count];
        gradients = new AlignedFloats?[program.Values.Count];
    }

    /// <summary>How many threads an operation may use; its bits must not depend on it.</summary>
    public int Threads => Scratch.Threads;

    /// <summary>Whether a backward pass follows.</summary>
    internal RunPurpose Purpose { get; set; }

    internal KernelScratch Scratch => program.Resources.Scratch;

    /// <summary>For memory that an operation needs only within a call.</summary>
    internal BufferPool Pool => program.Resources.Pool;

    /// <summary>Times a kernel until the end of the block; see <see cref="KernelClock.Lap"/>.</summary>
    internal KernelClock.Lap Time(string kernel, BlockedShape maps, double numbers, double multiplyAdds = 0) =>
        new(program.Resources.Clock, kernel, maps, numbers, multiplyAdds);

    /// <summary>The value's memory, lent on first use.</summary>
    internal float* this[Value value] => (values[value.Index] ??= program.Resources.Pool.Rent(value.Shape.Length)).Pointer;

    /// <summary>
    /// A value's numbers, in the order of its <see cref="Value.Shape"/>: to read those of an input, to write those of the output. Lanes
    /// without a sample are included; they may hold anything, such as a bias, and their gradients are 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// They are not there: the backward pass of an operation has only what its <see cref="Operation.ReadAgain"/> names.
    /// </exception>
    /// <exception cref="OverflowException">They are 2³¹ or more.</exception>
    public Span<float> Numbers(Value value)
    {
        if (values[value.Index] is null && value.Index != Written?.Index)
        {
            throw new InvalidOperationException(
                $"the numbers of value {value.Index}, {value.Shape}, are not held: a forward pass reads its inputs, a backward pass what "
                + "ReadAgain names");
        }

        return new(this[value], checked((int)value.Shape.Length));
    }

    /// <summary>The output of the operation whose forward pass is under way; null in a backward pass.</summary>
    internal Value? Written { get; set; }

    /// <summary>The whole gradient of an operation's output.</summary>
    public ReadOnlySpan<float> OutputGradient(Value output) => new(GradientOf(output), checked((int)output.Shape.Length));

    /// <summary>Where an operation leaves its part of the gradient of one of its inputs.</summary>
    /// <param name="input">The input, which needs a gradient.</param>
    /// <param name="adds">Whether to add to what other readers of the input left; else all of it is to be overwritten.</param>
    public Span<float> InputGradient(Value input, out bool adds)
    {
        float* gradient = GradientOf(input, out GradientStore store);
        adds = store == GradientStore.Add;
        return new(gradient, checked((int)input.Shape.Length));
    }

    /// <summary>Where to leave a part of the value's gradient, and whether other parts are there already.</summary>
    internal float* GradientOf(Value value, out GradientStore store)
    {
        store = gradients[value.Index] is null ? GradientStore.Write : GradientStore.Add;
        return (gradients[value.Index] ??= program.Resources.Pool.Rent(value.Shape.Length)).Pointer;
    }

    /// <summary>The whole gradient of an operation's output.</summary>
    internal float* GradientOf(Value value) => gradients[value.Index]!.Pointer;

    /// <summary>Whether some part of the value's gradient is there.</summary>
    internal bool HasGradient(Value value) => gradients[value.Index] is not null;

    /// <summary>Makes the memory of one gradient that of another, which has none yet.</summary>
    internal void PassOn(Value from, Value to) => (gradients[to.Index], gradients[from.Index]) = (gradients[from.Index], null);

    /// <summary>
    /// A few numbers that the forward pass of an operation leaves for its backward pass; made once and kept from pass to pass.
    /// </summary>
    public T Notes<T>(Operation operation, Func<T> make)
        where T : class
    {
        if (!notes.TryGetValue(operation, out object? note)) notes.Add(operation, note = make());
        return (T)note;
    }

    /// <summary>
    /// A tensor for the gradient that one use of a parameter gives, of unspecified value, in the dispose scope of the backward pass:
    /// whoever asks overwrites all of it.
    /// </summary>
    public Tensor ParameterGradient(Parameter parameter)
    {
        using var quiet = no_grad();
        Tensor gradient = empty_like(parameter);
        if (!parameterGradients.TryGetValue(parameter.Handle, out List<Tensor>? uses)) parameterGradients.Add(parameter.Handle, uses = []);
        uses.Add(gradient);
        return gradient;
    }

    /// <summary>A parameter's gradient, the sum of what its uses gave, or null where there is none.</summary>
    internal Tensor? TakeParameterGradient(Parameter parameter)
    {
        if (!parameterGradients.Remove(parameter.Handle, out List<Tensor>? uses)) return null;
        using var quiet = no_grad();
        foreach (Tensor other in uses.Skip(1)) uses[0].add_(other, Scalars.One);
        return uses[0];
    }

    /// <summary>Keeps what libtorch computed for an operation until the backward pass.</summary>
    internal void KeepGraph(Operation operation, Tensor input, Tensor output) =>
        graphs[operation] = (input.DetachFromDisposeScope(), output.DetachFromDisposeScope());

    /// <summary>Hands over what <see cref="KeepGraph"/> kept.</summary>
    internal (Tensor Input, Tensor Output) TakeGraph(Operation operation) =>
        graphs.Remove(operation, out (Tensor, Tensor) graph) ? graph : throw new InvalidOperationException(
            "no forward pass with gradients has run");

    internal void ReleaseValue(Value value) => Release(ref values[value.Index]);

    internal void ReleaseGradient(Value value) => Release(ref gradients[value.Index]);

    /// <summary>Gives all memory back.</summary>
    internal void ReleaseAll()
    {
        for (int i = 0; i < values.Length; i++)
        {
            Release(ref values[i]);
            Release(ref gradients[i]);
        }

        foreach (Tensor tensor in graphs.Values.SelectMany(graph => new[] { graph.Input, graph.Output })) tensor.Dispose();
        graphs.Clear();
        parameterGradients.Clear();
    }

    /// <summary>Where a contiguous tensor of floats on the CPU lies; valid as long as the tensor is.</summary>
    internal static float* PointerTo(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(HostFloats.Of(tensor)));

    private void Release(ref AlignedFloats? buffer)
    {
        if (buffer is not null) program.Resources.Pool.Return(buffer);
        buffer = null;
    }
}
