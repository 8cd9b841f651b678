using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Drops the ⌈p·n⌉ smallest |w| of all n connections of the network; each layer grows back what it lost.</summary>
public sealed class GlobalMagnitudeDrop : IDropCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed)
    {
        float[][] closeness = [.. weights.Select(weight => weight.ValuesOnHost().Select(value => -MathF.Abs(value)).ToArray())];
        int total = closeness.Sum(layer => layer.Length);
        return Selection.LargestAcross(closeness, Selection.CountOf(fraction, total));
    }
}
