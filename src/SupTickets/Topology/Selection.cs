using System.Runtime.CompilerServices;

namespace SupTickets.Topology;

/// <summary>
/// The one place that turns scores into a choice, for drop, growth, SNIP and the pruning of superposed tickets, and for criteria of one's
/// own. It orders by score, then by lower position, so that counts are exact and runs repeatable. A threshold ("score ≥ t") would keep
/// every tie and exceed the budget; with all scores 0 it would keep a whole layer.
/// </summary>
public static class Selection
{
    private const int Buckets = 1 << 16;

    [ThreadStatic]
    private static long[]? kept;

    /// <summary>How many of <paramref name="count"/> connections a fraction p of them is: ⌈p·n⌉.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in [0, 1].</exception>
    public static int CountOf(double fraction, int count)
    {
        if (fraction is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "a fraction is in [0, 1]");
        // In decimal, since 0.1·30 exceeds 3 in binary.
        return Math.Min(count, (int)decimal.Ceiling((decimal)fraction * count));
    }

    /// <summary>The indices of the <paramref name="count"/> largest scores, ascending; the lower index wins a tie.</summary>
    /// <exception cref="NotFiniteNumberException">A score is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or above the number of scores.</exception>
    public static int[] Largest(float[] scores, int count) => Largest(scores.AsSpan(), count);

    /// <summary>As the other; nothing of the scores' length is allocated.</summary>
    /// <inheritdoc cref="Largest(float[], int)"/>
    internal static int[] Largest(ReadOnlySpan<float> scores, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scores.Length);
        if (count == 0) return [];
        long[] histogram = Histogram();
        CountUpper(scores, histogram);
        (uint upper, long left) = BucketOf(histogram, count);
        Array.Clear(histogram);
        CountLower(scores, upper, histogram);
        (uint lower, long ties) = BucketOf(histogram, left);
        return Chosen(scores, (upper << 16) | lower, ref ties, new(count));
    }

    /// <summary>The indices of the <paramref name="count"/> smallest scores, ascending; the lower index wins a tie.</summary>
    /// <exception cref="NotFiniteNumberException">A score is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or above the number of scores.</exception>
    public static int[] Smallest(float[] scores, int count)
    {
        float[] negated = new float[scores.Length];
        for (int i = 0; i < scores.Length; i++) negated[i] = -scores[i];
        return Largest(negated, count);
    }

    /// <summary>
    /// The <paramref name="count"/> largest scores of all layers together, as ascending indices for each layer; the
    /// earlier layer, then the lower index, wins a tie.
    /// </summary>
    /// <exception cref="NotFiniteNumberException">A score is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or above the number of scores.</exception>
    public static int[][] LargestAcross(IReadOnlyList<float[]> scores, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scores.Sum(layer => (long)layer.Length));
        if (count == 0) return [.. scores.Select(_ => Array.Empty<int>())];

        (uint threshold, long ties) = Threshold(scores, count);
        int[][] chosen = new int[scores.Count][];
        for (int layer = 0; layer < scores.Count; layer++) chosen[layer] = Chosen(scores[layer], threshold, ref ties, []);
        return chosen;
    }

    private static int[] Chosen(ReadOnlySpan<float> scores, uint threshold, ref long ties, List<int> chosen)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            uint key = Key(scores[i]);
            if (key > threshold || (key == threshold && ties-- > 0)) chosen.Add(i);
        }

        return [.. chosen];
    }

    /// <summary>
    /// The key of the <paramref name="count"/>-th largest score, and how many scores equal to it belong to the choice. It counts twice, by
    /// the upper and then by the lower sixteen bits: linear time, nothing is copied or sorted.
    /// </summary>
    private static (uint Threshold, long Ties) Threshold(IReadOnlyList<float[]> scores, long count)
    {
        long[] histogram = Histogram();
        foreach (float[] layer in scores) CountUpper(layer, histogram);
        (uint upper, long left) = BucketOf(histogram, count);
        Array.Clear(histogram);
        foreach (float[] layer in scores) CountLower(layer, upper, histogram);
        (uint lower, long ties) = BucketOf(histogram, left);
        return ((upper << 16) | lower, ties);
    }

    // Half a megabyte, which every choice would leave to the collector.
    private static long[] Histogram()
    {
        kept ??= new long[Buckets];
        Array.Clear(kept);
        return kept;
    }

    private static (uint Bucket, long Left) BucketOf(long[] histogram, long count)
    {
        uint bucket = Buckets - 1;
        while (histogram[bucket] < count) count -= histogram[bucket--];
        return (bucket, count);
    }

    private static void CountUpper(ReadOnlySpan<float> scores, long[] histogram)
    {
        foreach (float score in scores) histogram[Key(score) >> 16]++;
    }

    private static void CountLower(ReadOnlySpan<float> scores, uint upper, long[] histogram)
    {
        foreach (float score in scores)
        {
            uint key = Key(score);
            if (key >> 16 == upper) histogram[key & 0xFFFF]++;
        }
    }

    /// <summary>Maps floats to unsigned integers in the same order; −0 and 0 are one score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Key(float score)
    {
        if (float.IsNaN(score))
            throw new NotFiniteNumberException("a score is not a number (NaN): the gradients or weights it came from are not finite");
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
