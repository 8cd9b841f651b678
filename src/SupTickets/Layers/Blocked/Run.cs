using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Kernels;
using SupTickets.Topology;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>One pass of a mini-batch through a program: the memory of its values and gradients.</summary>
/// <param name="program">The program.</param>
internal sealed unsafe class Run(Program program)
{
    private readonly AlignedFloats?[] values = new AlignedFloats?[program.Values.Count];
    private readonly AlignedFloats?[] gradients = new AlignedFloats?[program.Values.Count];
    private readonly Dictionary<Operation, object> notes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IntPtr, List<Tensor>> parameterGradients = [];
    private readonly Dictionary<Operation, (Tensor Input, Tensor Output)> graphs = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a backward pass follows.</summary>
    public RunPurpose Purpose { get; set; }

    public KernelScratch Scratch => program.Resources.Scratch;

    public int Threads => Scratch.Threads;

    /// <summary>For memory that an operation needs only within a call.</summary>
    public BufferPool Pool => program.Resources.Pool;

    /// <summary>Times a kernel until the end of the block; see <see cref="KernelClock.Lap"/>.</summary>
    public KernelClock.Lap Time(string kernel, BlockedShape maps, double numbers, double multiplyAdds = 0) => new(program.Resources.Clock, kernel, maps, numbers, multiplyAdds);

    /// <summary>The value's memory, lent on first use.</summary>
    public float* this[Value value] => (values[value.Index] ??= program.Resources.Pool.Rent(value.Shape.Length)).Pointer;

    /// <summary>Where to leave a part of the value's gradient, and whether other parts are there already.</summary>
    public float* GradientOf(Value value, out GradientStore store)
    {
        store = gradients[value.Index] is null ? GradientStore.Write : GradientStore.Add;
        return (gradients[value.Index] ??= program.Resources.Pool.Rent(value.Shape.Length)).Pointer;
    }

    /// <summary>The whole gradient of an operation's output.</summary>
    public float* GradientOf(Value value) => gradients[value.Index]!.Pointer;

    /// <summary>Whether some part of the value's gradient is there.</summary>
    public bool HasGradient(Value value) => gradients[value.Index] is not null;

    /// <summary>Makes the memory of one gradient that of another, which has none yet.</summary>
    public void PassOn(Value from, Value to) => (gradients[to.Index], gradients[from.Index]) = (gradients[from.Index], null);

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
    public Tensor? TakeParameterGradient(Parameter parameter)
    {
        if (!parameterGradients.Remove(parameter.Handle, out List<Tensor>? uses)) return null;
        using var quiet = no_grad();
        foreach (Tensor other in uses.Skip(1)) uses[0].add_(other, Scalars.One);
        return uses[0];
    }

    /// <summary>Keeps what libtorch computed for an operation until the backward pass.</summary>
    public void KeepGraph(Operation operation, Tensor input, Tensor output) =>
        graphs[operation] = (input.DetachFromDisposeScope(), output.DetachFromDisposeScope());

    /// <summary>Hands over what <see cref="KeepGraph"/> kept.</summary>
    public (Tensor Input, Tensor Output) TakeGraph(Operation operation) =>
        graphs.Remove(operation, out (Tensor, Tensor) graph) ? graph : throw new InvalidOperationException("no forward pass with gradients has run");

    public void ReleaseValue(Value value) => Release(ref values[value.Index]);

    public void ReleaseGradient(Value value) => Release(ref gradients[value.Index]);

    /// <summary>Gives all memory back.</summary>
    public void ReleaseAll()
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
    public static float* PointerTo(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(HostFloats.Of(tensor)));

    private void Release(ref AlignedFloats? buffer)
    {
        if (buffer is not null) program.Resources.Pool.Return(buffer);
        buffer = null;
    }
}
