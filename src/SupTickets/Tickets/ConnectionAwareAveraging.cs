using SupTickets.Networks;
using SupTickets.Topology;

namespace SupTickets.Tickets;

/// <summary>
/// CAA (Yin et al., 2022, section 3.2.2): each connection is averaged over the tickets that hold it,
/// θ̃(j) = Σᵢ θⁱ(j)/N(j). Sums and counts stay unpruned between tickets; everything that is never sparse gets the plain mean.
/// </summary>
public sealed class ConnectionAwareAveraging : IAveragingRule
{
    /// <inheritdoc/>
    public Accumulation Add(Accumulation? before, NetworkState ticket)
    {
        if (before is null) return new(1, ticket, [.. ticket.Layers.Select(layer => Ones(layer.Values.Length))]);
        int tickets = before.Tickets + 1;
        SparseLayerState[] sums = new SparseLayerState[ticket.Layers.Count];
        int[][] holders = new int[ticket.Layers.Count][];
        for (int i = 0; i < sums.Length; i++)
        {
            SparseLayerState old = before.Mean.Layers[i];
            SparseLayerState added = ticket.Layers[i];
            Connectivity union = old.Connectivity.Union(added.Connectivity);
            float[] sum = StateMean.Spread(old, union);
            float[] more = StateMean.Spread(added, union);
            int[] earlier = old.Connectivity.IndicesOf(union);
            int[] now = added.Connectivity.IndicesOf(union);
            holders[i] = new int[union.Count];
            for (int j = 0; j < sum.Length; j++)
            {
                sum[j] += more[j];
                holders[i][j] = (earlier[j] < 0 ? 0 : before.Holders![i][earlier[j]]) + (now[j] < 0 ? 0 : 1);
            }

            sums[i] = old with { Connectivity = union, Values = sum };
        }

        StateTensor[] means = [.. before.Mean.Tensors.Zip(ticket.Tensors, (a, b) => StateMean.Towards(a, b, 1f / tickets))];
        return new(tickets, new(sums, means), holders);
    }

    /// <inheritdoc/>
    public NetworkState Average(Accumulation accumulation) => accumulation.Mean with
    {
        Layers =
        [
            .. accumulation.Mean.Layers.Zip(accumulation.Holders!, (sum, holders) =>
                sum with { Values = [.. sum.Values.Zip(holders, (value, count) => value / count)] }),
        ],
    };

    /// <inheritdoc/>
    public Accumulation AfterPruning(Accumulation accumulation, NetworkState pruned) => accumulation;

    private static int[] Ones(int count)
    {
        int[] ones = new int[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
