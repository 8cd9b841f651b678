using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// A growth criterion that can do without a list of all absent positions, which takes four bytes for each of them, and so do their scores.
/// </summary>
internal interface IPositionGrowth : IGrowCriterion
{
    /// <summary>
    /// The positions that <see cref="IGrowCriterion.Choose"/> would choose among all without a connection in <paramref name="kept"/>,
    /// ascending.
    /// </summary>
    int[] Choose(SparseWeight weight, Connectivity kept, int count, Seed seed);
}
