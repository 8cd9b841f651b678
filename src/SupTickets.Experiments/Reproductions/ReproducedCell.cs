using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reproductions;

/// <summary>A cell with the values of our runs.</summary>
/// <param name="Cell">The cell, with the paper's value.</param>
/// <param name="Values">A value for each finished run; one value where several runs are measured together.</param>
/// <param name="Runs">The names of the finished runs, in the same order.</param>
/// <param name="Unfinished">Runs that have not finished; 0 with no value where the scale leaves the cell out.</param>
public sealed record ReproducedCell(ReproductionCell Cell, IReadOnlyList<double> Values, IReadOnlyList<string> Runs, int Unfinished)
{
    /// <summary>The seed of each value, in the same order; empty where several runs are measured together.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>Mean and sample standard deviation; null without a value.</summary>
    public SampleMean? Ours => Values.Count == 0 ? null : SampleMean.Of(Values);
}
