using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Grows where the dense gradient of the last mini-batch is steepest: RigL (Evci et al., 2020).</summary>
public sealed class GradientGrowth : IPositionGrowth
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.AtUpdates;

    /// <inheritdoc/>
    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed) =>
        Selection.Largest(DenseScores.OfGradient(weight, absent), count);

    /// <inheritdoc/>
    int[] IPositionGrowth.Choose(SparseWeight weight, Connectivity kept, int count, Seed seed)
    {
        if (weight.SteepestGradients is { } steepest) return steepest.Choose(kept, count);
        int[] absent = kept.Absent();
        return [.. Choose(weight, absent, count, seed).Select(index => absent[index])];
    }
}
