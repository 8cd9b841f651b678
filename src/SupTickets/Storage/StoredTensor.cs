namespace SupTickets.Storage;

/// <summary>One named tensor on its way to disk: its elements as bytes, row-major and little-endian.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">The element type.</param>
/// <param name="Sizes">The sizes; empty for a scalar.</param>
/// <param name="Bytes">The elements.</param>
internal sealed record StoredTensor(string Name, StoredType Type, IReadOnlyList<long> Sizes, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Floats, referenced and not copied; a vector unless <paramref name="sizes"/> says otherwise.</summary>
    public static StoredTensor Of(string name, float[] values, IReadOnlyList<long>? sizes = null) =>
        new(name, StoredType.F32, sizes ?? [values.Length], new ArrayBytes<float>(values).Memory);

    /// <summary>32-bit integers, referenced and not copied; a vector unless <paramref name="sizes"/> says otherwise.</summary>
    public static StoredTensor Of(string name, int[] values, IReadOnlyList<long>? sizes = null) =>
        new(name, StoredType.I32, sizes ?? [values.Length], new ArrayBytes<int>(values).Memory);

    /// <summary>64-bit integers, referenced and not copied; a vector unless <paramref name="sizes"/> says otherwise.</summary>
    public static StoredTensor Of(string name, long[] values, IReadOnlyList<long>? sizes = null) =>
        new(name, StoredType.I64, sizes ?? [values.Length], new ArrayBytes<long>(values).Memory);
}
