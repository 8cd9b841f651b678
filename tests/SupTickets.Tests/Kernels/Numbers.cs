using System.Runtime.InteropServices;

namespace SupTickets.Tests.Kernels;

/// <summary>Repeatable inputs for kernel tests, and floats as bits so that equality means equality.</summary>
internal static class Numbers
{
    /// <summary>Floats in [-2, 2).</summary>
    public static float[] Floats(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    /// <summary>Bytes over the whole range.</summary>
    public static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bit patterns: unlike floats, +0 and -0 differ and a NaN equals itself.</summary>
    public static int[] Bits(float[] values) => [.. MemoryMarshal.Cast<float, int>(values)];
}
