using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Grows where the momentum of the dense gradient is largest (Dettmers and Zettlemoyer, 2019). The optimizer's own
/// momentum is zero at absent positions, so the weight keeps a dense one, m ← μ·m + g, fed by every backward pass.
/// </summary>
public sealed class MomentumGrowth : IGrowCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.EveryStep;

    /// <inheritdoc/>
    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed) =>
        Selection.Largest(DenseScores.OfMomentum(weight, absent), count);
}
