using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Grows at random where no connection has ever been. If there are too few such positions, it takes all of them and the rest at random
/// among the other absent ones. This is "random unfired" of the official code of ITOP (Liu et al., 2021, "Do we actually need dense
/// over-parameterization?"), except that the official code draws the rest by Bernoulli, so that the count is not exact.
/// </summary>
public sealed class RandomUnfiredGrowth : IGrowCriterion
{
    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.None;

    /// <inheritdoc/>
    public int[] Choose(SparseWeight weight, int[] absent, int count, Seed seed)
    {
        ILookup<bool, int> byFired = Enumerable.Range(0, absent.Length).ToLookup(index => weight.WasEverConnected(absent[index]));
        int[] unfired = [.. byFired[false]];
        int[] fired = [.. byFired[true]];
        RandomStream random = seed.Stream();
        if (count <= unfired.Length) return [.. random.NextSubset(unfired.Length, count).Select(index => unfired[index])];
        return [
            .. unfired.Concat(random.NextSubset(fired.Length, count - unfired.Length).Select(index => fired[index])).Order()];
    }
}
