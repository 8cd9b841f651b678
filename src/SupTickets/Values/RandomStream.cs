namespace SupTickets.Values;

/// <summary>
/// A stream of random numbers: SplitMix64 (Steele, Lea and Flood, 2014). The same seed gives the same numbers on every
/// machine and in every version, which neither <see cref="Random"/> nor libtorch promises. Not safe for concurrent use.
/// </summary>
public sealed class RandomStream(ulong seed)
{
    private ulong state = seed;

    /// <summary>Sixty-four uniform bits.</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform integer in [0, <paramref name="bound"/>).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(NextBits(), (ulong)bound, out _);
    }

    /// <summary>True with probability one half.</summary>
    public bool NextBool() => (NextBits() >> 63) != 0;

    /// <summary>Standard normal (Box and Muller, 1958).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>A uniformly random order of 0 … <paramref name="count"/> − 1 (Fisher and Yates).</summary>
    public int[] NextPermutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = NextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    /// <summary>
    /// Exactly <paramref name="count"/> of the indices 0 … <paramref name="total"/> − 1, ascending, every subset equally likely. By
    /// selection sampling (Knuth, The Art of Computer Programming 2, Algorithm S): one draw an index, no sorting, no rejection.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or above the total.</exception>
    public int[] NextSubset(int total, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        int[] chosen = new int[count];
        int written = 0;
        for (int index = 0; written < count; index++)
        {
            if (NextInt(total - index) < count - written) chosen[written++] = index;
        }

        return chosen;
    }
}
