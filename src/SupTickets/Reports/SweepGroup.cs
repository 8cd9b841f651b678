namespace SupTickets.Reports;

/// <summary>Runs that differ by their seed alone.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Runs">The runs, finished or not, by seed.</param>
public sealed record SweepGroup(string Name, IReadOnlyList<SweepEntry> Runs)
{
    /// <summary>Those that have a result.</summary>
    public IReadOnlyList<SweepEntry> Finished { get; } = [.. Runs.Where(run => run.Result is not null)];

    /// <summary>Mean and sample standard deviation (n − 1) of a figure of the finished runs; null without any, no deviation with only one.</summary>
    public (double Mean, double? Deviation)? Spread(Func<SweepEntry, double> figure)
    {
        double[] values = [.. Finished.Select(figure)];
        if (values.Length == 0) return null;
        double mean = values.Average();
        return (mean, values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }
}
