using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reports;

/// <summary>Runs that differ only in their seed.</summary>
/// <param name="Name">The name of their cell.</param>
/// <param name="Runs">The runs, finished or not, by seed.</param>
public sealed record SweepGroup(string Name, IReadOnlyList<SweepEntry> Runs)
{
    /// <summary>Those that have a result.</summary>
    public IReadOnlyList<SweepEntry> Finished { get; } = [.. Runs.Where(run => run.Result is not null)];

    /// <summary>Mean and spread of a figure over the finished runs; null without any.</summary>
    public SampleMean? Mean(Func<SweepEntry, double> figure) => Finished.Count == 0 ? null : SampleMean.Of([.. Finished.Select(figure)]);
}
