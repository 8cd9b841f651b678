using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Sparse momentum, SNFS (Dettmers and Zettlemoyer, 2019): each layer drops its smallest |w|; what was dropped is shared among the layers
/// by the mean |momentum| of their connections, and grows where the |momentum| of absent positions is largest.
/// </summary>
/// <param name="isLive">Whether new connections start with the momentum that chose them, and not with none.</param>
internal sealed class MomentumRedistribution(bool isLive = false) : ITopologyUpdate
{
    // A layer sparser than this is no longer nearly dense (official code).
    private const double NearlyDense = 0.2;

    /// <inheritdoc/>
    public GradientUse Gradient => GradientUse.EveryStep;

    /// <inheritdoc/>
    public TopologyChange Apply(SparseNetwork network, double fraction, Seed seed)
    {
        SparseWeight[] weights = [.. network.Sparsifiable.Select(layer => layer.Weight)];
        double[] shares = SharesOf(weights);
        int[][] dropped = [.. weights.Zip(
            shares, (weight, share) => Selection.Smallest(Magnitudes.Of(weight), DroppedOf(weight, share, weights.Length, fraction)))];
        int[] room = [.. weights.Zip(dropped, (weight, going) => weight.Connectivity.Total - weight.Connectivity.Count + going.Length)];
        int[] coming = Regrowth.Of(shares, dropped.Sum(going => going.Length), room);
        long went = 0;
        long came = 0;
        foreach (var (index, weight) in weights.Index())
        {
            Connectivity before = weight.Connectivity;
            Connectivity kept = before.Without(dropped[index]);
            int[] absent = kept.Absent();
            int[] grown = Selection.Largest(DenseScores.OfMomentum(weight, absent), coming[index]);
            weight.Rewire(kept.Union(Connectivity.Of([.. grown.Select(i => absent[i])], before.Total)));
            if (isLive) weight.StartState(StateSlots.Velocity, before, weight.DenseMomentumOnHost());
            came += before.IndicesOf(weight.Connectivity).Count(old => old < 0);
            went += weight.Connectivity.IndicesOf(before).Count(old => old < 0);
        }

        return new(went, came);
    }

    /// <summary>
    /// Each layer's share of the regrowth: mean |momentum| of its connections, normalised to a sum of 1; equal where there is none at all.
    /// </summary>
    private static double[] SharesOf(SparseWeight[] weights)
    {
        double[] means = [.. weights.Select(
            weight => weight.Connectivity.Count == 0 ? 0
                : DenseScores.OfMomentum(weight, weight.Connectivity.Positions).Average(score => (double)score))];
        double sum = means.Sum();
        return [.. means.Select(mean => sum > 0 ? mean / sum : 1.0 / means.Length)];
    }

    // A nearly dense layer that is to grow drops at most as many as it then has room to regrow.
    private static int DroppedOf(SparseWeight weight, double share, int layers, double fraction)
    {
        double sparsity = 1 - (double)weight.Connectivity.Count / weight.Connectivity.Total;
        return Selection.CountOf(
            sparsity < NearlyDense && share > 1.0 / layers ? Math.Min(fraction, sparsity) : fraction, weight.Connectivity.Count);
    }
}
