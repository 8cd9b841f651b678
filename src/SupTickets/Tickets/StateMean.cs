using SupTickets.Kernels.Elementwise;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Topology;

namespace SupTickets.Tickets;

/// <summary>The weighted mean of two network states, in memory proportional to their connections.</summary>
internal static class StateMean
{
    /// <summary>
    /// (1 − <paramref name="share"/>)·<paramref name="old"/> + <paramref name="share"/>·<paramref name="added"/>. It has a connection
    /// wherever either state has one; a missing one counts as zero. Dense tensors are averaged in the same way, in their own precision.
    /// Tensors that are no real numbers, counters and masks, are taken from <paramref name="added"/>.
    /// </summary>
    internal static NetworkState Towards(NetworkState old, NetworkState added, float share) => new(
        [.. old.Layers.Zip(added.Layers, (a, b) => Towards(a, b, share))],
        [.. old.Tensors.Zip(added.Tensors, (a, b) => Towards(a, b, share))]);

    internal static StateTensor Towards(StateTensor old, StateTensor added, float share)
    {
        if (added.Type != StoredType.F32) return added with { Bytes = WideOrHalfMean.Of(added.Type, old.Bytes, added.Bytes, share) };
        float[] mean = [.. old.Floats];
        Interpolate.Invoke(share, added.Floats, mean);
        return added with { Floats = mean };
    }

    /// <summary>The layer's values at the connections of <paramref name="wanted"/>, zero where it has none.</summary>
    internal static float[] Spread(SparseLayerState layer, Connectivity wanted)
    {
        if (wanted.SameAs(layer.Connectivity)) return [.. layer.Values];
        int[] indices = layer.Connectivity.IndicesOf(wanted);
        float[] spread = new float[indices.Length];
        for (int i = 0; i < spread.Length; i++) spread[i] = indices[i] < 0 ? 0 : layer.Values[indices[i]];
        return spread;
    }

    private static SparseLayerState Towards(SparseLayerState old, SparseLayerState added, float share)
    {
        Connectivity union = old.Connectivity.Union(added.Connectivity);
        float[] mean = Spread(old, union);
        Interpolate.Invoke(share, Spread(added, union), mean);
        return old with { Connectivity = union, Values = mean };
    }
}
