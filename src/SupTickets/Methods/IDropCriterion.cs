using SupTickets.Topology;

namespace SupTickets.Methods;

/// <summary>Chooses which connections a topology update removes.</summary>
public interface IDropCriterion
{
    /// <summary>
    /// For each weight, the ascending indices among its connections (not positions) that go, when <paramref name="fraction"/>
    /// of them should.
    /// </summary>
    IReadOnlyList<int[]> Choose(IReadOnlyList<SparseWeight> weights, double fraction);
}
