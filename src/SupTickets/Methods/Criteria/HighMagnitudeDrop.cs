using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Drops the ⌈p·n⌉ largest |w| of each layer's n connections, by which Table 11 of Yin et al. (2022) spoils the first ticket.
/// </summary>
public sealed class HighMagnitudeDrop : IDropCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed) =>
        [.. weights.Select(weight => Selection.Largest(Magnitudes.Of(weight), Selection.CountOf(fraction, weight.Connectivity.Count)))];
}
