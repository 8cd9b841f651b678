namespace SupTickets.Experiments.Evaluation;

/// <summary>The exact two-sided signed-rank test of pairs (Wilcoxon, 1945): whether differences lie evenly about 0.</summary>
/// <param name="W">The sum of the ranks of the positive differences; ties share the mean of their ranks, zeros have none.</param>
/// <param name="P">The chance of a sum at least as far from its mean where signs are even odds, in (0, 1].</param>
public sealed record Wilcoxon(double W, double P)
{
    /// <summary>Tests differences of pairs; takes about n³ steps.</summary>
    /// <param name="differences">First minus second of each pair; at least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is not a number.</exception>
    public static Wilcoxon Test(IReadOnlyList<double> differences)
    {
        if (differences.Count == 0) throw new ArgumentException("a test needs at least one pair", nameof(differences));
        if (differences.Any(double.IsNaN))
            throw new ArgumentException("a difference is not a number (NaN), which has no rank", nameof(differences));
        double[] sorted = [.. differences.Where(difference => difference != 0).OrderBy(Math.Abs)];
        // Twice the ranks, which stay whole where two share one.
        int[] ranks = [.. sorted.Select(difference => TwiceRank(sorted, difference))];
        int positive = sorted.Zip(ranks, (difference, rank) => difference > 0 ? rank : 0).Sum(), all = ranks.Sum();

        // ways[s]: in how many of the 2ⁿ choices of signs the positive ranks come to s, as a share of all choices.
        double[] ways = new double[all + 1];
        ways[0] = 1;
        foreach (int rank in ranks)
        {
            for (int sum = all; sum >= 0; sum--) ways[sum] = (ways[sum] + (sum >= rank ? ways[sum - rank] : 0)) / 2;
        }

        int distance = Math.Abs((2 * positive) - all);
        double p = ways.Where((_, sum) => Math.Abs((2 * sum) - all) >= distance).Sum();
        return new(positive / 2.0, Math.Min(1, p));
    }

    /// <summary>The smallest <see cref="P"/> that so many pairs can give, 2 ÷ 2ⁿ: all differences on one side.</summary>
    /// <param name="pairs">At least one.</param>
    public static double SmallestP(int pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        return Math.Pow(2, 1 - pairs);
    }

    private static int TwiceRank(double[] sorted, double difference)
    {
        int below = sorted.Count(other => Math.Abs(other) < Math.Abs(difference));
        int same = sorted.Count(other => Math.Abs(other) == Math.Abs(difference));
        return (2 * below) + same + 1;
    }
}
