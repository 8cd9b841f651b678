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
}
