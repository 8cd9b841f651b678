namespace SupTickets.Storage;

/// <summary>Element types that we store, under their names in the safetensors format. All are little-endian.</summary>
public enum StoredType
{
    /// <summary>32-bit IEEE 754 floating point.</summary>
    F32,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>64-bit IEEE 754 floating point.</summary>
    F64,

    /// <summary>16-bit IEEE 754 floating point.</summary>
    F16,

    /// <summary>The upper half of <see cref="F32"/>.</summary>
    BF16,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>A byte, 0 or 1.</summary>
    BOOL,
}
