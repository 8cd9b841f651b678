using System.Globalization;
using SupTickets.Experiments.Benchmarks;
using SupTickets.Networks;

namespace SupTickets.Cli.Output;

/// <summary>Timed training steps of one network at several sparsities as rows of a table.</summary>
internal static class StepRows
{
    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Columns { get; } = [
        "sparsity", "engine", ">dense s", ">sparse s", ">speedup", ">FLOPs ratio", ">efficiency"];

    /// <summary>One sparsity.</summary>
    public static string[] Of(StepTiming timing) =>
    [
        timing.Sparsity.ToString(CultureInfo.InvariantCulture), Engines.NameOf(timing.Engine), Figures.Real(timing.DenseSeconds),
        Figures.Real(timing.SparseSeconds),
        Figures.Short(timing.Speedup), Figures.Ratio(timing.FlopsRatio), Figures.Ratio(timing.Efficiency),
    ];
}
