using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Drops the ⌈p·n⌉ smallest |w| of each layer's n connections: a simplified SET, RigL, GraNet, ITOP.</summary>
public sealed class MagnitudeDrop : IDropCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed) =>
        [.. weights.Select(weight => Selection.Smallest(Magnitudes.Of(weight), Selection.CountOf(fraction, weight.Connectivity.Count)))];
}
