using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Grows where the dense gradient of the last mini-batch is steepest: RigL (Evci et al., 2020).</summary>
public sealed class GradientGrowth : IGrowCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.AtUpdates;

    /// <inheritdoc/>
    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed) =>
        Selection.Largest(DenseScores.OfGradient(weight, absent), count);
}
