using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Every absent position is equally likely: SET (Mocanu et al., 2018).</summary>
public sealed class RandomGrowth : IPositionGrowth
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed) =>
        seed.Stream().NextSubset(absent.Length, count);

    /// <inheritdoc/>
    int[] IPositionGrowth.Choose(SparseWeight weight, Connectivity kept, int count, Seed seed) =>
        kept.AbsentAt(seed.Stream().NextSubset(kept.Total - kept.Count, count));
}
