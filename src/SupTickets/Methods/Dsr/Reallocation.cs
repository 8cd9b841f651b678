using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Reallocation of DSR (Mostafa and Wang, 2019): as many connections as were dropped in the whole network grow at random, shared among the
/// layers by the connections that each kept. They grow at positions that were just dropped only if there is no other room. No layer loses
/// its last connection.
/// </summary>
/// <param name="drop">Which connections are dropped.</param>
internal sealed class Reallocation(IDropCriterion drop) : ITopologyUpdate
{
    /// <inheritdoc/>
    public GradientUse Gradient => drop.Gradient;

    /// <inheritdoc/>
    public TopologyChange Apply(SparseNetwork network, double fraction, Seed seed)
    {
        SparseWeight[] weights = [.. network.Sparsifiable.Select(layer => layer.Weight)];
        int[][] dropped = [.. drop.ChooseFor(network.Sparsifiable, fraction, seed).Zip(weights, (going, weight) => Spared(going, weight))];
        long total = dropped.Sum(going => (long)going.Length);
        long[] kept = [.. weights.Zip(dropped, (weight, going) => (long)weight.Connectivity.Count - going.Length)];
        RandomStream rounding = seed.For("rounding").Stream();
        long[] fresh = ProportionalShares.Of(
            total, kept, [.. weights.Select(weight => (long)weight.Connectivity.Total - weight.Connectivity.Count)], rounding);
        // Only a network without room elsewhere takes back what it dropped.
        long[] back = ProportionalShares.Of(total - fresh.Sum(), kept, [.. dropped.Select(going => (long)going.Length)], rounding);
        foreach (var (index, layer) in network.Sparsifiable.Index())
        {
            Connectivity before = layer.Weight.Connectivity;
            RandomStream random = seed.For(layer.Name).Stream();
            int[] coming = before.AbsentAt(random.NextSubset(before.Total - before.Count, (int)fresh[index]));
            int[] staying = random.NextSubset(dropped[index].Length, (int)back[index]);
            int[] going = [.. dropped[index].Where((_, i) => Array.BinarySearch(staying, i) < 0)];
            layer.Weight.Rewire(before.Without(going).Union(Connectivity.Of(coming, before.Total)));
        }

        return new(fresh.Sum(), fresh.Sum());
    }

    private static int[] Spared(int[] going, SparseWeight weight) =>
        going.Length > 0 && going.Length == weight.Connectivity.Count ? Selection.Smallest(Magnitudes.Of(weight), going.Length - 1) : going;
}
