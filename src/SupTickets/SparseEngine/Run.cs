using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Elementwise;
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
    // Where the values and gradients that are there lie; null where one is not.
    private readonly float*[] values;
    private readonly float*[] gradients;
    private readonly Dictionary<Operation, object> notes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IntPtr, List<Tensor>> parameterGradients = [];
    private readonly Dictionary<Operation, (Tensor Input, Tensor Output)> graphs = new(ReferenceEqualityComparer.Instance);

    private MemoryPlan plan = null!;
    private AlignedFloats? memory;

    internal Run(Program program)
    {
        this.program = program;
        values = new float*[program.Graph.Values.Count];
        gradients = new float*[program.Graph.Values.Count];
    }

    /// <summary>How many threads an operation may use; its bits must not depend on it.</summary>
    public int Threads => Scratch.Threads;

    /// <summary>What the pass is for.</summary>
    internal RunPurpose Purpose { get; private set; }

    internal KernelScratch Scratch => program.Resources.Scratch;

    /// <summary>Times a kernel until the end of the block; see <see cref="KernelClock.Lap"/>.</summary>
    internal KernelClock.Lap Time(string kernel, BlockedShape maps, double numbers, double multiplyAdds = 0) =>
        new(program.Resources.Clock, kernel, maps, numbers, multiplyAdds);

    /// <summary>The value's memory.</summary>
    /// <exception cref="InvalidOperationException">As <see cref="Numbers"/>.</exception>
    internal float* this[Value value]
    {
        get
        {
            float* numbers = values[value.Index];
            return numbers is not null ? numbers : throw new InvalidOperationException(
                $"the numbers of value {value.Index}, {value.Shape}, are not held: a forward pass reads its inputs, a backward pass what "
                + "ReadAgain names");
        }
    }

    /// <summary>
    /// A value's numbers, in the order of its <see cref="Value.Shape"/>: to read those of an input, to write those of the output. Lanes
    /// without a sample are included; they may hold anything, such as a bias, and their gradients are 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// They are not there: the backward pass of an operation has only what its <see cref="Operation.ReadAgain"/> names.
    /// </exception>
    /// <exception cref="OverflowException">They are 2³¹ or more.</exception>
    public Span<float> Numbers(Value value) => new(this[value], checked((int)value.Shape.Length));

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
        store = HasGradient(value) ? GradientStore.Add : GradientStore.Write;
        if (store == GradientStore.Write)
        {
            gradients[value.Index] = memory!.Pointer + (plan.Gradient(value) ?? throw new InvalidOperationException(
                $"value {value.Index}, {value.Shape}, has no gradient: nothing that learns lies before it"));
        }

        return gradients[value.Index];
    }

    /// <summary>The whole gradient of an operation's output.</summary>
    internal float* GradientOf(Value value) => gradients[value.Index];

    /// <summary>Whether some part of the value's gradient is there.</summary>
    internal bool HasGradient(Value value) => gradients[value.Index] is not null;

    /// <summary>
    /// Leaves the gradient of an operation's output, as it is now, to its input: where it lies, if it is the first and the plan has it so,
    /// else written or added to where the input's gradient lies.
    /// </summary>
    internal void PassOn(Value output, Value input)
    {
        float* source = gradients[output.Index];
        float* target = GradientOf(input, out GradientStore store);
        if (target != source) Sum.Backward(Threads, output.Shape.Length, source, target, store);
    }

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

    /// <summary>Begins a pass, which has nothing yet.</summary>
    internal void Begin(RunPurpose purpose, MemoryPlan planned)
    {
        (Purpose, plan) = (purpose, planned);
        memory = program.Resources.Pool.Rent(planned.Length);
    }

    /// <summary>A value is about to be written.</summary>
    internal void Place(Value value) => values[value.Index] = memory!.Pointer + plan.Numbers(value);

    /// <summary>A value is about to be written once more, in the backward pass.</summary>
    internal void PlaceAgain(Value value) => values[value.Index] = memory!.Pointer + plan.Repeated(value);

    internal void ReleaseValue(Value value) => values[value.Index] = null;

    internal void ReleaseGradient(Value value) => gradients[value.Index] = null;

    /// <summary>Gives all memory back.</summary>
    internal void End()
    {
        Array.Clear(values);
        Array.Clear(gradients);
        if (memory is not null) program.Resources.Pool.Return(memory);
        memory = null;
        foreach (Tensor tensor in graphs.Values.SelectMany(graph => new[] { graph.Input, graph.Output })) tensor.Dispose();
        graphs.Clear();
        parameterGradients.Clear();
    }

    /// <summary>Where a contiguous tensor of floats on the CPU lies; valid as long as the tensor is.</summary>
    internal static float* PointerTo(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(HostFloats.Of(tensor)));
}
