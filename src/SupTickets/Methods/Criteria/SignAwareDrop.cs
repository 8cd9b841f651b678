using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Drops, in each layer, ⌈p·n₊⌉ of the positive and ⌈p·n₋⌉ of the negative weights, those closest to zero: SET as
/// published (Mocanu et al., 2018). A weight that is exactly zero counts as positive.
/// </summary>
public sealed class SignAwareDrop : IDropCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed) =>
        [.. weights.Select(weight => Choose(weight.ValuesOnHost(), fraction))];

    private static int[] Choose(float[] values, double fraction)
    {
        int[] positive = [.. Enumerable.Range(0, values.Length).Where(i => values[i] >= 0)];
        int[] negative = [.. Enumerable.Range(0, values.Length).Where(i => values[i] < 0)];
        return [.. ClosestToZero(positive).Concat(ClosestToZero(negative)).Order()];

        IEnumerable<int> ClosestToZero(int[] side) =>
            Selection.Smallest([.. side.Select(i => MathF.Abs(values[i]))], Selection.CountOf(fraction, side.Length)).Select(i => side[i]);
    }
}
