using SupTickets.Values;

namespace SupTickets.Topology;

/// <summary>
/// Which positions of a weight hold a connection: flat row-major indices, strictly increasing. It is immutable, so that snapshots can share
/// it and a count always fits the positions it counts.
/// </summary>
public sealed class Connectivity
{
    private int[]? positions;

    private Connectivity(int[]? positions, int total)
    {
        this.positions = positions;
        Total = total;
        Count = positions?.Length ?? total;
    }

    /// <summary>Positions of the dense weight.</summary>
    public int Total { get; }

    /// <summary>Connections present.</summary>
    public int Count { get; }

    /// <summary>Whether every position holds a connection.</summary>
    public bool IsFull => Count == Total;

    /// <summary>The connected positions, strictly increasing.</summary>
    public ReadOnlySpan<int> Positions => positions ??= CountUp(Total);

    /// <summary>As <see cref="Positions"/>, as memory that can be stored.</summary>
    internal ReadOnlyMemory<int> PositionMemory => positions ??= CountUp(Total);

    /// <summary>Every one of <paramref name="total"/> positions connected.</summary>
    public static Connectivity Full(int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        return new(null, total);
    }

    /// <summary>Exactly the given positions. The array belongs to the connectivity from now on.</summary>
    /// <exception cref="ArgumentException">The positions are not strictly increasing, or not all in [0, total).</exception>
    public static Connectivity Of(int[] positions, int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        int previous = -1;
        foreach (int position in positions)
        {
            if (position <= previous || position >= total)
            {
                throw new ArgumentException(
                    $"positions must increase strictly and lie in [0, {total}), but {position} follows {previous}", nameof(positions));
            }

            previous = position;
        }

        return new(positions, total);
    }

    /// <summary>Exactly <paramref name="count"/> of <paramref name="total"/> positions, every choice equally likely.</summary>
    public static Connectivity Random(int total, int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        return count == total ? Full(total) : new(random.NextSubset(total, count), total);
    }

    /// <summary>
    /// Each position with probability <paramref name="density"/>, as the official codes draw their masks. Only the expected count is exact;
    /// its standard deviation is √(N·d·(1−d)).
    /// </summary>
    public static Connectivity Bernoulli(int total, double density, RandomStream random)
    {
        List<int> drawn = new((int)(total * density) + 16);
        for (int position = 0; position < total; position++)
        {
            if (random.NextDouble() < density) drawn.Add(position);
        }

        return new([.. drawn], total);
    }

    /// <summary>The positions without a connection, strictly increasing.</summary>
    public int[] Absent()
    {
        int[] absent = new int[Total - Count];
        if (absent.Length == 0) return absent;
        int next = 0;
        int written = 0;
        foreach (int position in Positions)
        {
            while (next < position) absent[written++] = next++;
            next++;
        }

        while (next < Total) absent[written++] = next++;
        return absent;
    }

    /// <summary>Of the positions without a connection in their order, those of the given ascending indices, as <see cref="Absent"/> has
    /// them.</summary>
    internal int[] AbsentAt(ReadOnlySpan<int> indices)
    {
        int[] chosen = new int[indices.Length];
        ReadOnlySpan<int> connected = IsFull ? [] : Positions;
        for (int i = 0, before = 0; i < chosen.Length; i++)
        {
            while (before < connected.Length && connected[before] <= indices[i] + before) before++;
            chosen[i] = indices[i] + before;
        }

        return chosen;
    }

    /// <summary>
    /// For each connection of <paramref name="next"/>, its index among this connectivity's connections, or −1 where it
    /// is new: how values and optimizer state move when a weight is rewired.
    /// </summary>
    public int[] IndicesOf(Connectivity next)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(next.Total, Total);
        if (IsFull) return next.Positions.ToArray();
        int[] indices = new int[next.Count];
        ReadOnlySpan<int> old = Positions;
        ReadOnlySpan<int> wanted = next.Positions;
        int i = 0;
        for (int j = 0; j < wanted.Length; j++)
        {
            while (i < old.Length && old[i] < wanted[j]) i++;
            indices[j] = i < old.Length && old[i] == wanted[j] ? i : -1;
        }

        return indices;
    }

    /// <summary>Only the connections with the given ascending indices.</summary>
    public Connectivity Subset(ReadOnlySpan<int> indices)
    {
        ReadOnlySpan<int> all = Positions;
        int[] chosen = new int[indices.Length];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = all[indices[i]];
        return Of(chosen, Total);
    }

    /// <summary>All but the connections with the given ascending indices.</summary>
    public Connectivity Without(ReadOnlySpan<int> indices)
    {
        ReadOnlySpan<int> all = Positions;
        int[] kept = new int[all.Length - indices.Length];
        for (int i = 0, gone = 0, written = 0; i < all.Length; i++)
        {
            if (gone < indices.Length && indices[gone] == i) gone++;
            else kept[written++] = all[i];
        }

        return new(kept, Total);
    }

    /// <summary>Every position connected in either.</summary>
    public Connectivity Union(Connectivity other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Total, Total);
        if (IsFull || other.IsFull) return Full(Total);
        ReadOnlySpan<int> a = Positions;
        ReadOnlySpan<int> b = other.Positions;
        int[] merged = new int[a.Length + b.Length];
        int count = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            int first = i < a.Length ? a[i] : int.MaxValue;
            int second = j < b.Length ? b[j] : int.MaxValue;
            merged[count++] = Math.Min(first, second);
            if (first <= second) i++;
            if (second <= first) j++;
        }

        return new(merged[..count], Total);
    }

    /// <summary>Whether both connect the same positions of equally large weights.</summary>
    public bool SameAs(Connectivity other) =>
        Total == other.Total && Count == other.Count && (IsFull || Positions.SequenceEqual(other.Positions));

    private static int[] CountUp(int total)
    {
        int[] all = new int[total];
        for (int i = 0; i < total; i++) all[i] = i;
        return all;
    }
}
