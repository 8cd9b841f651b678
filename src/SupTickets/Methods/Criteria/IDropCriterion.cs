using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Chooses which connections a topology update removes.</summary>
public interface IDropCriterion
{
    /// <summary>When the dense gradient must be captured for it.</summary>
    GradientUse Gradient { get; }

    /// <summary>
    /// For each weight, the ascending indices among its connections (not positions) that go, when <paramref name="fraction"/>
    /// of them should. What is random follows from <paramref name="seed"/>, which is another one at each update.
    /// </summary>
    IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction, Seed seed);
}
