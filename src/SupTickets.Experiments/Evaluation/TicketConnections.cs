using SupTickets.Networks;
using SupTickets.Topology;

namespace SupTickets.Experiments.Evaluation;

/// <summary>Compares the connections of tickets of one network, whatever their values.</summary>
internal static class TicketConnections
{
    /// <summary>Every pair of tickets, earlier cycles first.</summary>
    /// <param name="tickets">The tickets with their cycles, in order.</param>
    /// <param name="dense">Names of the weights that stay dense, which are left out.</param>
    public static IReadOnlyList<TicketOverlap> Overlaps(
        IReadOnlyList<(int Cycle, NetworkState State)> tickets, IReadOnlySet<string> dense) =>
    [
        .. from second in tickets.Index()
           from first in tickets.Take(second.Index)
           orderby first.Cycle, second.Item.Cycle
           select Overlap(first, second.Item, dense),
    ];

    /// <summary>For the connections of the superposed ticket, how many of the tickets hold them.</summary>
    /// <param name="tickets">The M tickets.</param>
    /// <param name="superposed">The superposed ticket.</param>
    /// <param name="dense">Names of the weights that stay dense, which are left out.</param>
    public static ConnectionOrigins Lives(IReadOnlyList<NetworkState> tickets, NetworkState superposed, IReadOnlySet<string> dense)
    {
        long[] lived = new long[tickets.Count];
        long connections = 0, union = 0;
        foreach ((int index, SparseLayerState layer) in superposed.Layers.Index())
        {
            if (dense.Contains(layer.Name)) continue;
            Connectivity[] held = [.. tickets.Select(ticket => ticket.Layers[index].Connectivity)];
            int[] holders = new int[layer.Connectivity.Count];
            foreach (Connectivity one in held)
            {
                int[] indices = one.IndicesOf(layer.Connectivity);
                for (int i = 0; i < holders.Length; i++) holders[i] += indices[i] < 0 ? 0 : 1;
            }

            foreach (int count in holders.Where(count => count > 0)) lived[count - 1]++;
            connections += layer.Connectivity.Count;
            union += held.Aggregate((all, one) => all.Union(one)).Count;
        }

        return new(connections, union, lived);
    }

    private static TicketOverlap Overlap(
        (int Cycle, NetworkState State) first, (int Cycle, NetworkState State) second, IReadOnlySet<string> dense)
    {
        long shared = 0, held = 0, either = 0;
        List<LayerOverlap> layers = [];
        foreach ((SparseLayerState a, SparseLayerState b) in first.State.Layers.Zip(second.State.Layers))
        {
            if (dense.Contains(a.Name)) continue;
            long both = a.Connectivity.IndicesOf(b.Connectivity).Count(index => index >= 0);
            long any = (long)a.Connectivity.Count + b.Connectivity.Count - both;
            layers.Add(new(a.Name, Share(both, any), Share(both, a.Connectivity.Count)));
            (shared, held, either) = (shared + both, held + a.Connectivity.Count, either + any);
        }

        return new(first.Cycle, second.Cycle, Share(shared, either), Share(shared, held), layers);
    }

    private static double Share(long part, long whole) => whole == 0 ? 1 : (double)part / whole;
}
