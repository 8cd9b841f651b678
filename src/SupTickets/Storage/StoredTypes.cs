namespace SupTickets.Storage;

/// <summary>Sizes of element types.</summary>
internal static class StoredTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Bytes(this StoredType type) => type switch
    {
        StoredType.I64 or StoredType.F64 => 8,
        StoredType.F32 or StoredType.I32 => 4,
        StoredType.F16 or StoredType.BF16 or StoredType.I16 => 2,
        _ => 1,
    };

    /// <summary>Elements of a tensor with these sizes, 1 for a scalar; null when a size is negative or the bytes exceed a long.</summary>
    public static long? Elements(this StoredType type, IReadOnlyList<long> sizes)
    {
        if (sizes.Any(size => size < 0)) return null;
        if (sizes.Contains(0)) return 0;
        long limit = long.MaxValue / type.Bytes();
        long elements = 1;
        foreach (long size in sizes)
        {
            if (elements > limit / size) return null;
            elements *= size;
        }

        return elements;
    }
}
