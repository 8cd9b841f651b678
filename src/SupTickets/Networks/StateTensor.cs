using SupTickets.Storage;

namespace SupTickets.Networks;

/// <summary>A dense parameter or buffer on the host. Exactly one of the three payloads is set; none of a tensor without elements.</summary>
/// <param name="Name">The parameter's name in the network, as in PyTorch.</param>
/// <param name="Sizes">Its sizes; empty for a scalar.</param>
/// <param name="Floats">Row-major values of a Float32 tensor; empty for any other.</param>
/// <param name="Integers">Row-major values of an Int64 tensor such as <c>num_batches_tracked</c>; empty for any other.</param>
public sealed record StateTensor(string Name, IReadOnlyList<long> Sizes, float[] Floats, long[] Integers)
{
    /// <summary>The type of its elements.</summary>
    public StoredType Type { get; init; } = Integers.Length > 0 ? StoredType.I64 : StoredType.F32;

    /// <summary>
    /// Row-major elements, little-endian, of a tensor that is neither Float32 nor Int64: a mask, say; empty for those two.
    /// </summary>
    public byte[] Bytes { get; init; } = [];
}
