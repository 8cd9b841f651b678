using System.Runtime.InteropServices;
using SupTickets.Storage;

namespace SupTickets.Tickets;

/// <summary>The mean of dense tensors that are real numbers and not Float32.</summary>
internal static class WideOrHalfMean
{
    /// <summary>
    /// (1 − <paramref name="share"/>)·<paramref name="old"/> + <paramref name="share"/>·<paramref name="added"/> in the precision of the
    /// type; equal numbers keep their bits. For types that are no real numbers it is <paramref name="added"/>.
    /// </summary>
    internal static byte[] Of(StoredType type, byte[] old, byte[] added, double share) => type switch
    {
        StoredType.F64 => Of<double>(old, added, (a, b) => Mean(a, b, share)),
        StoredType.F16 => Of<Half>(old, added, (a, b) => (Half)Mean((double)a, (double)b, share)),
        StoredType.BF16 => Of<ushort>(old, added, (a, b) => Brain((float)Mean(Wide(a), Wide(b), share))),
        _ => added,
    };

    private static byte[] Of<T>(byte[] old, byte[] added, Func<T, T, T> mean)
        where T : unmanaged, IEquatable<T>
    {
        byte[] result = [.. added];
        ReadOnlySpan<T> first = MemoryMarshal.Cast<byte, T>(old);
        Span<T> numbers = MemoryMarshal.Cast<byte, T>(result.AsSpan());
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!first[i].Equals(numbers[i])) numbers[i] = mean(first[i], numbers[i]);
        }

        return result;
    }

    private static double Mean(double old, double added, double share) => (1 - share) * old + share * added;

    private static float Wide(ushort brain) => BitConverter.UInt32BitsToSingle((uint)brain << 16);

    // Rounds to the nearest, ties to even; a NaN stays one.
    private static ushort Brain(float number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number);
        return float.IsNaN(number) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
