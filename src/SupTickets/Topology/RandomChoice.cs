using SupTickets.Values;

namespace SupTickets.Topology;

/// <summary>Chooses without replacement, every subset equally likely.</summary>
internal static class RandomChoice
{
    /// <summary>
    /// Exactly <paramref name="count"/> of the indices 0 … <paramref name="total"/> − 1, ascending, by selection sampling
    /// (Knuth, The Art of Computer Programming 2, Algorithm S): one draw an index, no sorting, no rejection.
    /// </summary>
    public static int[] Indices(int total, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        int[] chosen = new int[count];
        int written = 0;
        for (int index = 0; written < count; index++)
        {
            if (random.NextInt(total - index) < count - written) chosen[written++] = index;
        }

        return chosen;
    }
}
