
namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// The exact two-sample, two-sided Kolmogorov–Smirnov test: whether two samples come from one distribution (Table 20 of Yin et al., 2022).
/// </summary>
/// <param name="D">The greatest distance of the two empirical distribution functions, in [0, 1].</param>
/// <param name="P">The chance of a distance at least as great when both samples come from one distribution, in (0, 1].</param>
public sealed record KolmogorovSmirnov(double D, double P)
{
    /// <summary>Tests two samples, of n and of m values; takes n·m steps.</summary>
    /// <exception cref="ArgumentException">A sample is empty, or holds something that is not a number.</exception>
    public static KolmogorovSmirnov Test(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Require(first, nameof(first));
        Require(second, nameof(second));
        long n = first.Count, m = second.Count;
        (double Value, bool IsFirst)[] pooled = [
            .. first.Select(value => (value, true)).Concat(second.Select(value => (value, false))).OrderBy(entry => entry.Item1)];

        // The functions are compared only after all equal values were counted, since values within a tie have no order. The same holds for
        // the paths counted below. So with ties P is exact given how the pooled values tie (Schröer and Trenkler, 1995).
        bool[] compared = new bool[pooled.Length + 1];
        long i = 0, j = 0, distance = 0;
        for (int k = 1; k <= pooled.Length; k++)
        {
            if (pooled[k - 1].IsFirst) i++;
            else j++;
            compared[k] = k == pooled.Length || pooled[k].Value != pooled[k - 1].Value;
            if (compared[k]) distance = Math.Max(distance, Math.Abs((i * m) - (j * n)));
        }

        return new(distance / ((double)n * m), Chance(first.Count, second.Count, distance, compared));
    }

    /// <summary>
    /// The smallest <see cref="P"/> that samples of n and m values can give, 2 ÷ C(n + m, n): no difference is more significant.
    /// </summary>
    public static double SmallestP(int n, int m)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        double p = 2;
        for (int k = 1; k <= m; k++) p *= (double)k / (n + k);
        return p;
    }

    // Every order of the pooled values is a path from (0, 0) to (n, m). Point by point, row by row, `all` is the chance that a path passes
    // the point, and `far` the chance that it also was at least the observed distance away by then. Only positive numbers are added, so
    // that a tiny P keeps its digits.
    private static double Chance(int n, int m, long distance, bool[] compared)
    {
        double[] all = new double[m + 1], far = new double[m + 1];
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                if (i + j == 0)
                {
                    all[0] = 1;
                }
                else
                {
                    double left = n + m - (i + j - 1), below = i == 0 ? 0 : (n - i + 1) / left, beside = j == 0 ? 0 : (m - j + 1) / left;
                    all[j] = (below * all[j]) + (j == 0 ? 0 : beside * all[j - 1]);
                    far[j] = (below * far[j]) + (j == 0 ? 0 : beside * far[j - 1]);
                }

                if (compared[i + j] && Math.Abs(((long)i * m) - ((long)j * n)) >= distance) far[j] = all[j];
            }
        }

        return far[m] / all[m];
    }

    private static void Require(IReadOnlyList<double> sample, string name)
    {
        if (sample.Count == 0) throw new ArgumentException("a sample needs at least one value", name);
        if (sample.Any(double.IsNaN))
            throw new ArgumentException("a sample holds a value that is not a number (NaN), which has no order", name);
    }
}
