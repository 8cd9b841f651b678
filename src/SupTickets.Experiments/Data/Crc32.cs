
namespace SupTickets.Experiments.Data;

/// <summary>The checksum of gzip (RFC 1952, section 8), added up piece by piece.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value =>
    {
        uint rest = (uint)value;
        for (int bit = 0; bit < 8; bit++) rest = (rest & 1) == 0 ? rest >> 1 : Polynomial ^ (rest >> 1);
        return rest;
    })];

    private uint state = uint.MaxValue;

    /// <summary>The checksum of all bytes so far.</summary>
    public uint Value => ~state;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        uint current = state;
        foreach (byte value in bytes) current = table[(byte)(current ^ value)] ^ (current >> 8);
        state = current;
    }
}
