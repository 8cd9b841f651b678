using SupTickets.Topology;

namespace SupTickets.Methods;

/// <summary>Drops the ⌈p·n⌉ smallest |w| of each layer's n connections: SET's simplification, RigL, GraNet, ITOP.</summary>
public sealed class MagnitudeDrop : IDropCriterion
{
    /// <inheritdoc/>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction) =>
        [.. weights.Select(weight => Selection.Smallest(Magnitudes.Of(weight), Share.Of(fraction, weight.Connectivity.Count)))];
}
