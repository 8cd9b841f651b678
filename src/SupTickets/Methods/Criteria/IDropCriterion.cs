using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Chooses which connections a topology update removes.</summary>
public interface IDropCriterion
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>
    /// For each weight, the ascending indices among its connections (not positions) that are dropped, when <paramref name="fraction"/> of
    /// them should be. All randomness comes from <paramref name="seed"/>, which differs for each update.
    /// </summary>
    IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed);
}
