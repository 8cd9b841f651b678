using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>
/// A weight that is sparse by construction: a dense shape, a connectivity, and one trainable value for each connection. Nothing else is
/// stored, so pruned values, gradients and momenta cannot survive.
/// </summary>
public sealed partial class SparseWeight : IDisposable
{
    private readonly Dictionary<string, Tensor> state = [];
    private Tensor? index;

    /// <summary>A fully connected weight of zeros on the CPU.</summary>
    public SparseWeight(WeightShape shape)
    {
        using var scope = NewDisposeScope();
        Shape = shape;
        Connectivity = Connectivity.Full(shape.Positions);
        // Not cloned: a clone would take memory even where tensors are only counted.
        Values = new(CountedTensors.Zeros(shape.Positions), requires_grad: true);
        Values.DetachFromDisposeScope();
    }

    /// <summary>Raised after <see cref="Values"/> was replaced, because its length or device changed.</summary>
    public event Action? ValuesReplaced;

    /// <summary>Shape of the dense weight.</summary>
    public WeightShape Shape { get; }

    /// <summary>Which positions hold a connection.</summary>
    public Connectivity Connectivity { get; private set; }

    /// <summary>The trainable values, [connections], in the order of the positions. All that an optimizer ever sees.</summary>
    public Parameter Values { get; private set; }

    /// <summary>Where the values live.</summary>
    public Device Device => Values.device;

    /// <summary>Names of the optimizer state that exists now.</summary>
    public IReadOnlyCollection<string> StateNames => state.Keys;

    /// <summary>Every position that has held a connection since <see cref="TrackConnections"/>; null before it.</summary>
    internal PositionSet? EverConnected { get; private set; }

    /// <summary>
    /// Per-connection optimizer state, [connections], zero when first asked for. The weight owns it, so that <see cref="Rewire"/> always
    /// moves it too.
    /// </summary>
    public Tensor State(string name)
    {
        if (!state.TryGetValue(name, out Tensor? found))
        {
            found = zeros(Connectivity.Count, device: Device).DetachFromDisposeScope();
            state.Add(name, found);
        }

        return found;
    }

    /// <summary>
    /// The dense weight for one forward pass of the dense engine: the values at their positions, zero elsewhere. The values receive their
    /// part of its gradient. It belongs to the caller's dispose scope.
    /// </summary>
    public Tensor Dense()
    {
        long[] sizes = [.. Shape.Sizes];
        if (Connectivity.IsFull) return Values.view(sizes);
        // A scope of its own, since a caller may have none: without a scope the collector may free a temporary during a native call.
        using var scope = NewDisposeScope();
        Tensor dense = zeros(Shape.Positions, device: Device).scatter(0, Index(), Values);
        capture.Watch(dense);
        return dense.view(sizes).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether <paramref name="position"/> has held a connection since <see cref="TrackConnections"/>, which a training calls at its start.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="TrackConnections"/> was not called.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight has no such position.</exception>
    public bool WasEverConnected(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Shape.Positions);
        return (EverConnected ?? throw new InvalidOperationException("no connections are recorded: call TrackConnections first"))
            .Contains(position);
    }

    /// <summary>Records from now on which positions hold a connection, the present ones included.</summary>
    public void TrackConnections()
    {
        EverConnected = new(Shape.Positions);
        EverConnected.Add(Connectivity);
    }

    /// <summary>Restores <see cref="EverConnected"/> from a checkpoint.</summary>
    /// <param name="positions">The set; it belongs to the weight from now on.</param>
    internal void RestoreEverConnected(PositionSet positions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Total, Shape.Positions);
        EverConnected = positions;
    }

    /// <summary>
    /// Changes the topology. Connections that stay keep value and optimizer state; new ones start at zero with zero state. A connection
    /// dropped and grown again in the same update counts as one that stays (as in RigL and the official code).
    /// </summary>
    public void Rewire(Connectivity next)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(next.Total, Shape.Positions);
        if (next.SameAs(Connectivity)) return;
        TakeDenseGradient();
        EverConnected?.Add(next);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        int[] sources = Connectivity.IndicesOf(next);
        Tensor Move(Tensor old)
        {
            Tensor moved = zeros(next.Count);
            Span<float> to = HostFloats.Of(moved);
            ReadOnlySpan<float> from = HostFloats.Of(old.cpu());
            for (int j = 0; j < sources.Length; j++)
            {
                if (sources[j] >= 0) to[j] = from[sources[j]];
            }

            return moved.to(Device);
        }

        foreach ((string name, Tensor old) in state.ToArray())
        {
            state[name] = Move(old).DetachFromDisposeScope();
            old.Dispose();
        }

        Tensor values = Move(Values);
        Connectivity = next;
        index?.Dispose();
        index = null;
        Replace(values);
    }

    /// <summary>
    /// Sets optimizer state at the connections that are new, which <see cref="Rewire"/> left at zero. State that no optimizer has asked for
    /// yet is left alone.
    /// </summary>
    /// <param name="name">The state.</param>
    /// <param name="before">The connectivity before they came.</param>
    /// <param name="dense">What they start with, by position, [positions].</param>
    internal void StartState(string name, Connectivity before, ReadOnlySpan<float> dense)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(dense.Length, Shape.Positions);
        if (!state.TryGetValue(name, out Tensor? old)) return;
        using var scope = NewDisposeScope();
        Tensor changed = old.cpu().clone();
        Span<float> to = HostFloats.Of(changed);
        int[] sources = before.IndicesOf(Connectivity);
        for (int j = 0; j < sources.Length; j++)
        {
            if (sources[j] < 0) to[j] = dense[Connectivity.Positions[j]];
        }

        state[name] = changed.to(Device).DetachFromDisposeScope();
        old.Dispose();
    }

    /// <summary>
    /// Sets connectivity and values at once, as a checkpoint, a ticket or an initialisation does; optimizer state starts empty.
    /// </summary>
    public void Restore(Connectivity connectivity, ReadOnlyMemory<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(connectivity.Total, Shape.Positions);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, connectivity.Count);
        using var scope = NewDisposeScope();
        Device device = Device;
        ReleaseDenseGradient();
        DropState();
        Connectivity = connectivity;
        index?.Dispose();
        index = null;
        Tensor copy = empty(values.Length);
        values.Span.CopyTo(HostFloats.Of(copy));
        Replace(copy.to(device));
    }

    /// <summary>The values on the host, [connections].</summary>
    public float[] ValuesOnHost()
    {
        using var scope = NewDisposeScope();
        return Values.detach().cpu().data<float>().ToArray();
    }

    /// <summary>Moves everything to <paramref name="device"/>.</summary>
    public void MoveTo(Device device)
    {
        if (device.type == Values.device_type && (device.index < 0 || device.index == Values.device_index)) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        ReleaseDenseGradient();
        index?.Dispose();
        index = null;
        foreach ((string name, Tensor old) in state.ToArray())
        {
            state[name] = old.to(device, copy: true).DetachFromDisposeScope();
            old.Dispose();
        }

        momentum.MoveTo(device);
        Replace(Values.to(device, copy: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReleaseDenseGradient();
        DropState();
        index?.Dispose();
        momentum.Forget();
        Values.Dispose();
    }

    private static Parameter NewValues(Tensor values)
    {
        using var scope = NewDisposeScope();
        Parameter parameter = new(values.detach(), requires_grad: true);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    private Tensor Index()
    {
        if (index is null)
        {
            ReadOnlySpan<int> positions = Connectivity.Positions;
            long[] wide = new long[positions.Length];
            for (int i = 0; i < wide.Length; i++) wide[i] = positions[i];
            using var scope = NewDisposeScope();
            index = tensor(wide).to(Device, copy: true).DetachFromDisposeScope();
        }

        return index;
    }

    // The tensor's memory is that of the values from now on.
    private void Replace(Tensor values)
    {
        Parameter old = Values;
        Values = NewValues(values);
        old.Dispose();
        ValuesReplaced?.Invoke();
    }

    private void DropState()
    {
        foreach (Tensor tensor in state.Values) tensor.Dispose();
        state.Clear();
    }
}
