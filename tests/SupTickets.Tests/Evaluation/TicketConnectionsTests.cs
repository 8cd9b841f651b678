using CsCheck;
using SupTickets.Experiments.Evaluation;
using SupTickets.Networks;
using SupTickets.Topology;

namespace SupTickets.Tests.Evaluation;

public sealed class TicketConnectionsTests
{
    private const int Positions = 8;

    private static readonly HashSet<string> None = [];

    private static readonly Gen<bool[][]> Masks = Gen.Bool.Array[2 * Positions].Array[2, 5];

    [Fact]
    public void Overlaps_by_hand()
    {
        NetworkState first = State([0, 1, 2, 3], [0, 1]), second = State([2, 3, 4], [6, 7]);
        TicketOverlap overlap = Assert.Single(TicketConnections.Overlaps([(1, first), (2, second)], None));
        Assert.Equal((1, 2, 2 / 9.0, 2 / 6.0), (overlap.First, overlap.Second, overlap.Jaccard, overlap.OfFirst));
        Assert.Equal([new("a", 0.4, 0.5), new LayerOverlap("b", 0, 0)], overlap.Layers);
        overlap = Assert.Single(TicketConnections.Overlaps([(1, first), (2, second)], new HashSet<string> { "b" }));
        Assert.Equal((0.4, 0.5, 1), (overlap.Jaccard, overlap.OfFirst, overlap.Layers.Count));
    }

    [Fact]
    public void Pairs_are_told_once_and_in_order()
    {
        NetworkState state = State([0], [1]);
        Assert.Equal(
            [(0, 1), (0, 2), (1, 2)],
            TicketConnections.Overlaps([(0, state), (1, state), (2, state)], None).Select(pair => (pair.First, pair.Second)));
        Assert.Empty(TicketConnections.Overlaps([(1, state)], None));
    }

    [Fact]
    public void A_layer_without_connections_overlaps_wholly_with_another() =>
        Assert.Equal(
            new LayerOverlap("b", 1, 1), TicketConnections.Overlaps([(1, State([0], [])), (2, State([0], []))], None).Single().Layers[1]);

    [Fact]
    public void Lives_by_hand()
    {
        NetworkState[] tickets = [State([0, 1, 2], [0]), State([1, 2, 3], [0]), State([2, 3, 4], [7])];
        // 2 lived in all three, 3 in two and 4 in one; of layer b 0 in two.
        ConnectionOrigins lives = TicketConnections.Lives(tickets, State([2, 3, 4], [0]), None);
        Assert.Equal((4L, 5L + 2), (lives.Connections, lives.Union));
        Assert.Equal([1L, 2, 1], lives.Lived);
        lives = TicketConnections.Lives(tickets, State([2, 3, 4], [0]), new HashSet<string> { "b" });
        Assert.Equal((3L, 5L), (lives.Connections, lives.Union));
        Assert.Equal([1L, 1, 1], lives.Lived);
    }

    [Fact]
    public void Sets_of_positions_agree() => Masks.Sample(
        masks =>
        {
            NetworkState[] tickets = [.. masks.Select(mask => State(At(mask, 0), At(mask, Positions)))];
            HashSet<int>[] sets = [.. masks.Select(mask => mask.Index().Where(held => held.Item).Select(held => held.Index).ToHashSet())];
            foreach (TicketOverlap pair in TicketConnections.Overlaps([.. tickets.Index()], None))
            {
                HashSet<int> a = sets[pair.First], b = sets[pair.Second];
                double both = a.Intersect(b).Count(), either = a.Union(b).Count();
                Assert.Equal(either == 0 ? 1 : both / either, pair.Jaccard, 1e-12);
                Assert.Equal(a.Count == 0 ? 1 : both / a.Count, pair.OfFirst, 1e-12);
            }

            // The first ticket as the superposed one.
            ConnectionOrigins lives = TicketConnections.Lives(tickets, tickets[0], None);
            for (int k = 1; k <= sets.Length; k++)
                Assert.Equal(sets[0].Count(position => sets.Count(set => set.Contains(position)) == k), lives.Lived[k - 1]);
            Assert.Equal(sets.SelectMany(set => set).Distinct().Count(), lives.Union);
            Assert.Equal(sets[0].Count, lives.Connections);
        },
        threads: 1);

    private static int[] At(bool[] mask, int start) => [.. Enumerable.Range(0, Positions).Where(position => mask[start + position])];

    private static NetworkState State(int[] a, int[] b) => new([Layer("a", a), Layer("b", b)], []);

    private static SparseLayerState Layer(string name, int[] positions) =>
        new(name, new(2, Positions / 2), Connectivity.Of(positions, Positions), new float[positions.Length]);
}
