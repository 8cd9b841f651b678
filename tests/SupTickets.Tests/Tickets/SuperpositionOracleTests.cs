using CsCheck;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tests.Tickets;

/// <summary>Superposition against the formulas written down on dense arrays with masks.</summary>
public sealed class SuperpositionOracleTests
{
    private const double Beta = 0.75;
    private static readonly int[] Sizes = [6, 12];
    private static readonly int Positions = Sizes.Sum(), Budget = 7;

    // Each ticket holds as many connections as the budget, wherever. Whole numbers and two tickets keep every mean exact, so ties stay
    // ties.
    private static readonly Gen<Masked[]> Exact = Ticket(Gen.Int[-4, 4].Select(number => number * 2f)).Array[2];
    private static readonly Gen<Masked[]> Any = Ticket(Gen.Float[-1, 1]).Array[1, 5];

    public static TheoryData<string> Rules => [.. AveragingRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_superposition_agrees_with_dense_arrays(string rule) => Gen.OneOf(Exact, Any).Sample(
        tickets =>
        {
            Superposition superposition = new(AveragingRules.All[rule](Beta), StatePruning.All["global"], Budget, new HashSet<string>());
            float[] running = [];
            bool[] connected = [];
            for (int t = 1; t <= tickets.Length; t++)
            {
                superposition.Add(StateOf(tickets[t - 1]));
                (float[] average, bool[] union) = rule switch
                {
                    "cia" => Independent(running, connected, tickets[t - 1], t, 1 / (double)t),
                    "caa" => Aware(tickets[..t]),
                    "cima" => Independent(running, connected, tickets[t - 1], t, 1 - Beta),
                    _ => throw new NotSupportedException($"how does {rule} average?"),
                };
                Assert.Equal(union.Count(held => held), superposition.ConnectionsBeforePruning);
                Require(average, Prune(average, union), superposition.Ticket!);
                (running, connected) = Dense(superposition.Ticket!);
            }
        },
        iter: 300);

    // Each layer keeps as many as the newest ticket has there: the largest, of equal ones the lower position.
    [Fact]
    public void Pruned_by_layer_each_keeps_its_largest() => Gen.OneOf(Exact, Any).Where(tickets => tickets.Length > 1).Sample(
        tickets =>
        {
            NetworkState average = StateOf(
                new(tickets[0].Dense, [.. tickets[0].Mask.Zip(tickets[1].Mask, (first, second) => first || second)]));
            NetworkState newest = StateOf(tickets[1]);
            NetworkState pruned = StatePruning.All["per-layer"].Apply(average, newest, new HashSet<string>(), Budget);
            foreach (var (index, layer) in average.Layers.Index())
            {
                int[] kept =
                [
                    .. layer.Connectivity.Positions.ToArray()
                        .OrderByDescending(position => Math.Abs(At(layer, position)))
                        .ThenBy(position => position)
                        .Take(newest.Layers[index].Connectivity.Count)
                        .Order(),
                ];
                Assert.Equal(kept, pruned.Layers[index].Connectivity.Positions.ToArray());
                Assert.Equal(kept.Select(position => At(layer, position)), pruned.Layers[index].Values);
            }

            static float At(SparseLayerState layer, int position) => layer.Values[layer.Connectivity.Positions.IndexOf(position)];
        },
        iter: 300);

    private static (float[] Average, bool[] Union) Independent(float[] before, bool[] connected, Masked ticket, int t, double share)
    {
        if (t == 1) return (ticket.Dense, ticket.Mask);
        float[] average = new float[Positions];
        bool[] union = new bool[Positions];
        for (int j = 0; j < Positions; j++)
        {
            float old = connected[j] ? before[j] : 0;
            float added = ticket.Mask[j] ? ticket.Dense[j] : 0;
            average[j] = (float)((1 - share) * old + share * added);
            union[j] = connected[j] || ticket.Mask[j];
        }

        return (average, union);
    }

    private static (float[] Average, bool[] Union) Aware(Masked[] tickets)
    {
        float[] average = new float[Positions];
        bool[] union = new bool[Positions];
        for (int j = 0; j < Positions; j++)
        {
            Masked[] holders = [.. tickets.Where(ticket => ticket.Mask[j])];
            union[j] = holders.Length > 0;
            average[j] = union[j] ? (float)holders.Average(ticket => (double)ticket.Dense[j]) : 0;
        }

        return (average, union);
    }

    private static bool[] Prune(float[] average, bool[] union)
    {
        HashSet<int> kept = [
            .. Enumerable.Range(0, Positions)
                .Where(j => union[j]).OrderByDescending(j => Math.Abs(average[j])).ThenBy(j => j).Take(Budget)];
        return [.. Enumerable.Range(0, Positions).Select(kept.Contains)];
    }

    // A mean may be rounded differently here (those of whole numbers are not), and so at the border of the budget another of two nearly
    // equal connections be kept.
    private static void Require(float[] average, bool[] mask, NetworkState actual)
    {
        (float[] values, bool[] kept) = Dense(actual);
        bool isExact = average.All(value => value % 0.5f == 0);
        float faintest = Enumerable.Range(0, Positions).Where(j => mask[j]).Min(j => Math.Abs(average[j]));
        for (int j = 0; j < Positions; j++)
        {
            if (kept[j]) Assert.Equal(average[j], values[j], 1e-6f);
            if (kept[j] != mask[j])
                Assert.True(!isExact && Math.Abs(Math.Abs(average[j]) - faintest) < 1e-6f, $"position {j}, {average[j]}, kept: {kept[j]}");
        }

        Assert.Equal(Budget, actual.Connections);
    }

    private static (float[] Values, bool[] Mask) Dense(NetworkState state)
    {
        float[] values = new float[Positions];
        bool[] mask = new bool[Positions];
        int start = 0;
        foreach (SparseLayerState layer in state.Layers)
        {
            foreach ((int position, float value) in layer.Connectivity.Positions.ToArray().Zip(layer.Values))
                (values[start + position], mask[start + position]) = (value, true);
            start += layer.Shape.Positions;
        }

        return (values, mask);
    }

    private static NetworkState StateOf(Masked ticket)
    {
        List<SparseLayerState> layers = [];
        int start = 0;
        foreach (int size in Sizes)
        {
            int[] positions = [.. Enumerable.Range(0, size).Where(j => ticket.Mask[start + j])];
            layers.Add(new($"fc{layers.Count}.weight", new WeightShape(2, size / 2), Connectivity.Of(positions, size), [
                .. positions.Select(j => ticket.Dense[start + j])]));
            start += size;
        }

        return new(layers, []);
    }

    private static Gen<Masked> Ticket(Gen<float> number) => Gen.Select(
        number.Array[Positions], Gen.Double.Array[Positions],
        (dense, order) => new Masked(dense, [.. order.Select(rank => order.Count(other => other < rank) < Budget)]));

    private sealed record Masked(float[] Dense, bool[] Mask);
}
