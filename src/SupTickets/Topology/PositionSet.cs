using System.Numerics;

namespace SupTickets.Topology;

/// <summary>Some of the positions of a weight, one bit each. It only grows.</summary>
internal sealed class PositionSet
{
    private const int Bits = 32;
    private readonly int[] words;

    /// <summary>None of <paramref name="total"/> positions.</summary>
    public PositionSet(int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        Total = total;
        words = new int[WordsFor(total)];
    }

    private PositionSet(int total, int[] words)
    {
        Total = total;
        this.words = words;
        Count = words.Sum(word => BitOperations.PopCount((uint)word));
    }

    /// <summary>Positions of the weight.</summary>
    public int Total { get; }

    /// <summary>Positions in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Whether <paramref name="position"/>, in [0, <see cref="Total"/>), is in the set.</summary>
    public bool Contains(int position) => (words[position / Bits] >> (position % Bits) & 1) != 0;

    /// <summary>Adds every connected position.</summary>
    public void Add(Connectivity connectivity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(connectivity.Total, Total);
        foreach (int position in connectivity.Positions)
        {
            if (Contains(position)) continue;
            words[position / Bits] |= 1 << (position % Bits);
            Count++;
        }
    }

    /// <summary>The set as words of 32 bits, the lowest bit first; a copy.</summary>
    public int[] ToWords() => [.. words];

    /// <summary>The set whose <see cref="ToWords"/> these are.</summary>
    /// <exception cref="ArgumentException">There are too few or too many words, or a bit lies past the last position.</exception>
    public static PositionSet FromWords(int total, ReadOnlySpan<int> words)
    {
        if (words.Length != WordsFor(total))
            throw new ArgumentException(
                $"a set of {total} positions has {WordsFor(total)} words of {Bits} bits, not {words.Length}", nameof(words));
        if (total % Bits != 0 && (uint)words[^1] >> (total % Bits) != 0)
            throw new ArgumentException($"a set of {total} positions has a bit past the last of them", nameof(words));
        return new(total, words.ToArray());
    }

    /// <summary>Words in the form that <see cref="FromWords"/> reads.</summary>
    internal static int WordsFor(int total) => (int)(((long)total + Bits - 1) / Bits);
}
