namespace SupTickets.Storage;

/// <summary>A tensor as the header describes it; offsets count from the end of the header.</summary>
internal sealed record HeaderEntry(string Name, StoredType Type, IReadOnlyList<long> Sizes, long Begin, long End)
{
    /// <summary>Elements; they are known to fit between the offsets.</summary>
    public long Elements => (End - Begin) / Type.Bytes();
}
