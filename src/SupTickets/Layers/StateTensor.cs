namespace SupTickets.Layers;

/// <summary>A dense parameter or buffer on the host. Exactly one of the two payloads is set.</summary>
/// <param name="Name">The parameter's name in the network, as in PyTorch.</param>
/// <param name="Sizes">Its sizes; empty for a scalar.</param>
/// <param name="Floats">Row-major values of a Float32 tensor; empty for counters.</param>
/// <param name="Integers">Row-major values of an Int64 tensor such as <c>num_batches_tracked</c>; empty for floats.</param>
public sealed record StateTensor(string Name, IReadOnlyList<long> Sizes, float[] Floats, long[] Integers);
