namespace SupTickets.Experiments.Evaluation;

/// <summary>Mean and spread of a figure over runs that differ by their seed.</summary>
/// <param name="Count">How many runs, n.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="StandardDeviation">The sample's, √(Σ (x − mean)² ÷ (n − 1)); null for a single run.</param>
public sealed record SampleMean(int Count, double Mean, double? StandardDeviation)
{
    /// <summary>Mean and spread of at least one value.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SampleMean Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("a mean needs at least one value", nameof(values));
        double mean = values.Average();
        return new(values.Count, mean, values.Count == 1 ? null : Math.Sqrt(
            values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}
