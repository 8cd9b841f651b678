using System.Globalization;
using System.Numerics;
using System.Text;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// A JSON object on a line with a check number as its last field: <c>,"crc32c":"89abcdef"}</c>, CRC-32C of the bytes before that comma.
/// Readers that do not know the field ignore it.
/// </summary>
internal static class CheckedLine
{
    private const int Digits = 8;

    private static readonly byte[] Field = Encoding.ASCII.GetBytes(",\"crc32c\":\"");
    private static readonly int Tail = Field.Length + Digits + "\"}".Length;

    /// <summary>The object with the number added.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> fields = json[..^1];
        return [.. fields, .. Field, .. Encoding.ASCII.GetBytes(Number(fields)), .. "\"}"u8];
    }

    /// <summary>Whether a line is undamaged as far as can be told: lines of earlier versions have no check number.</summary>
    public static bool MayBeSound(ReadOnlySpan<byte> line)
    {
        if (line.Length < Tail || !line[^Tail..].StartsWith(Field)) return true;
        return line[^(Digits + 2)..^2].SequenceEqual(Encoding.ASCII.GetBytes(Number(line[..^Tail])));
    }

    private static string Number(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes) crc = BitOperations.Crc32C(crc, one);
        return (~crc).ToString("x8", CultureInfo.InvariantCulture);
    }
}
