namespace SupTickets.Experiments.Evaluation;

/// <summary>The difference of two means with its interval of 95 %.</summary>
/// <param name="IsPaired">Whether values were compared pair by pair; else two independent groups (Welch).</param>
/// <param name="Difference">First minus second.</param>
/// <param name="StandardError">Of the difference; 0 where the values do not vary.</param>
/// <param name="Freedom">Degrees of freedom: one less than the pairs, or Welch's, which need not be whole.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">Its upper end.</param>
/// <param name="P">The chance of a difference at least as far from 0 where there is none, in [0, 1].</param>
public sealed record MeanDifference(
    bool IsPaired, double Difference, double StandardError, double Freedom, double Low, double High, double P)
{
    /// <summary>The share of intervals that hold the true difference.</summary>
    public const double Confidence = 0.95;

    /// <summary>By the differences of pairs, such as two runs that share their seed.</summary>
    /// <param name="differences">First minus second of each pair, at least two.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static MeanDifference Paired(IReadOnlyList<double> differences)
    {
        SampleMean mean = Of(differences, nameof(differences));
        return Of(isPaired: true, mean.Mean, Error(mean), mean.Count - 1);
    }

    /// <summary>Of two groups without anything in common, whose variances may differ (Welch, 1947).</summary>
    /// <param name="first">The one, at least two values.</param>
    /// <param name="second">The other, at least two values.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static MeanDifference Welch(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        SampleMean one = Of(first, nameof(first)), other = Of(second, nameof(second));
        double a = Math.Pow(Error(one), 2), b = Math.Pow(Error(other), 2);
        // Where nothing varies, any number will do: the interval is a point.
        double freedom = a + b == 0 ? one.Count + other.Count - 2
            : Math.Pow(a + b, 2) / ((a * a / (one.Count - 1)) + (b * b / (other.Count - 1)));
        return Of(isPaired: false, one.Mean - other.Mean, Math.Sqrt(a + b), freedom);
    }

    private static MeanDifference Of(bool isPaired, double difference, double error, double freedom)
    {
        double half = error == 0 ? 0 : StudentT.Quantile(Confidence, freedom) * error;
        double p = error == 0 ? (difference == 0 ? 1 : 0) : StudentT.TwoSidedP(difference / error, freedom);
        return new(isPaired, difference, error, freedom, difference - half, difference + half, p);
    }

    private static SampleMean Of(IReadOnlyList<double> values, string name) =>
        values.Count >= 2 ? SampleMean.Of(values) : throw new ArgumentException("an interval needs at least two values", name);

    private static double Error(SampleMean mean) => mean.StandardDeviation!.Value / Math.Sqrt(mean.Count);
}
