using SupTickets.Values;

namespace SupTickets.Experiments.Evaluation;

/// <summary>The source of a superposed ticket's batch-norm statistics.</summary>
/// <param name="Recomputes">Whether they are recomputed on training data, and the result is measured.</param>
/// <param name="KeepsRecomputed">Whether the recomputed statistics are kept, in place of the average of the tickets'.</param>
internal sealed record BatchNormStatistics(bool Recomputes, bool KeepsRecomputed)
{
    /// <summary>The table.</summary>
    public static NamedTable<BatchNormStatistics> All { get; } = new("source of batch-norm statistics",
        new("average", "those of the tickets, averaged", "official code", new(Recomputes: false, KeepsRecomputed: false)),
        new("recompute", "recomputed on training data", "Izmailov et al., 2018", new(Recomputes: true, KeepsRecomputed: true)),
        new("both", "both are measured, the average is kept", "Yin et al., 2022, Tables 14 and 15", new(
            Recomputes: true, KeepsRecomputed: false)));
}
