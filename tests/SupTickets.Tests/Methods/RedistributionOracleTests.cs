using CsCheck;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

/// <summary>Updates that move connections between layers, against dense arrays with masks.</summary>
public sealed class RedistributionOracleTests
{
    private const int Inputs = 5, Hidden = 4, Outputs = 6;

    private static readonly Gen<float> Tied = Gen.Int[-2, 2].Select(number => number * 0.5f);
    private static readonly Gen<float> Distinct = Gen.Float[-1, 1];

    private static readonly Gen<(Naive[] Layers, double Fraction)> Cases = Gen.Select(
        Gen.OneOf(Layers(Tied), Layers(Distinct)), Gen.Double[0.05, 1]);

    [Fact]
    public void Snfs_agrees_with_masked_dense_arrays() => Cases.Sample(
        drawn =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            int[] room = Snfs(drawn.Layers, drawn.Fraction, out int[] grown);
            long connections = network.Connections;
            TopologyChange change = new MomentumRedistribution().Apply(network, drawn.Fraction, new(1));
            Assert.Equal(connections, network.Connections);
            Assert.Equal(change.Dropped, change.Grown);
            Assert.All(grown.Zip(room), pair => Assert.True(pair.First <= pair.Second));
            foreach ((Naive naive, SparseLayer layer) in drawn.Layers.Zip(network.Layers))
            {
                Assert.Equal(naive.Active, layer.Weight.Connectivity.Positions.ToArray());
                Assert.Equal(
                    naive.Active.Select(position => naive.Started[position] ? naive.Weights[position] : 0), layer.Weight.ValuesOnHost());
            }
        },
        iter: 200);

    [Fact]
    public void Snfs_by_hand()
    {
        // Mean |momentum| of the connections: 3 and 1, so of what is dropped three quarters grow in the first layer.
        Naive first = new(
            [1, 0.5f, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 4, 5, 0, 9, 0, 8, 0, 7, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            Mask(20, 4));
        Naive second = new([4, 3, 2, 1, .. new float[20]], [1, 1, 1, 1, 0, 0, -5, .. new float[17]], Mask(24, 4));
        using SparseNetwork network = Of([first, second]);
        new MomentumRedistribution().Apply(network, 0.5, new(1));
        // Dropped: 0 and 1; 2 and 3. Grown: 3 of 4 where the momenta are 9, 8 and 7; 1 where it is -5.
        Assert.Equal([2, 3, 5, 7, 9], network.Layers[0].Weight.Connectivity.Positions.ToArray());
        Assert.Equal([0, 1, 6], network.Layers[1].Weight.Connectivity.Positions.ToArray());
        Assert.Equal([2, 3, 0, 0, 0], network.Layers[0].Weight.ValuesOnHost());
    }

    // As above; what stays keeps its velocity, and what comes has none, or that of the dense gradient where it is.
    [Theory]
    [InlineData(false, new float[] { 30, 40, 0, 0, 0 })]
    [InlineData(true, new float[] { 30, 40, 9, 8, 7 })]
    public void Newcomers_of_snfs_start_as_the_option_says(bool isLive, float[] velocity)
    {
        Naive first = new(
            [1, 0.5f, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 4, 5, 0, 9, 0, 8, 0, 7, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            Mask(20, 4));
        Naive second = new([4, 3, 2, 1, .. new float[20]], [1, 1, 1, 1, 0, 0, -5, .. new float[17]], Mask(24, 4));
        using SparseNetwork network = Of([first, second]);
        network.Layers[0].Weight.State(StateSlots.Velocity).copy_(tensor(new float[] { 10, 20, 30, 40 }));
        new MomentumRedistribution(isLive).Apply(network, 0.5, new(1));
        Assert.Equal([2, 3, 5, 7, 9], network.Layers[0].Weight.Connectivity.Positions.ToArray());
        Assert.Equal(velocity, network.Layers[0].Weight.State(StateSlots.Velocity).data<float>().ToArray());
        // No optimizer has asked for state of the second layer.
        Assert.Equal([], network.Layers[1].Weight.StateNames);
    }

    // What went is shared by what stayed, 1 and 3. By the counts before, 4 and 4, both layers would get two.
    [Fact]
    public void Dsr_by_hand()
    {
        Naive first = new([0.1f, -0.2f, 5, 0.3f, .. new float[16]], new float[20], Mask(20, 4));
        Naive second = new([6, 0.4f, -7, 8, .. new float[20]], new float[24], Mask(24, 4));
        using SparseNetwork network = Of([first, second]);
        MethodMemory memory = new() { [AdaptiveThresholdDrop.Threshold] = 1 };
        TopologyChange change = new Reallocation(new AdaptiveThresholdDrop(memory, _ => 4)).Apply(network, 0.5, new(1));
        Assert.Equal(new(4, 4), change);
        Assert.Equal([2, 6], network.Layers.Select(layer => layer.Weight.Connectivity.Count));
        Assert.Equal(2, network.Layers[0].Weight.Connectivity.Positions[0]);
        Assert.Equal([5, 0], network.Layers[0].Weight.ValuesOnHost());
        Assert.Equal([0, 2, 3], network.Layers[1].Weight.Connectivity.Positions[..3].ToArray());
        Assert.Equal([6, -7, 8, 0, 0, 0], network.Layers[1].Weight.ValuesOnHost());
    }

    [Fact]
    public void Reallocation_keeps_what_was_not_dropped_and_grows_elsewhere_at_zero() => Gen.Select(Cases, Gen.ULong).Sample(
        (drawn, seed) =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            long connections = network.Connections;
            int[] counts = [.. drawn.Layers.Select(layer => layer.Active.Count())];
            int absent = drawn.Layers.Sum(layer => layer.Mask.Length) - (int)connections;
            Naive.DropAcross(drawn.Layers, (int)Math.Ceiling((decimal)drawn.Fraction * connections));
            int dropped = counts.Sum() - drawn.Layers.Sum(layer => layer.Active.Count());
            int[] kept = [.. drawn.Layers.Select(layer => layer.Active.Count())];

            TopologyChange change = new Reallocation(new GlobalMagnitudeDrop()).Apply(network, drawn.Fraction, new(seed));
            Assert.Equal(connections, network.Connections);
            Assert.Equal(Math.Min(dropped, absent), change.Grown);
            int[] room = [.. drawn.Layers.Select((layer, index) => layer.Mask.Length - counts[index])];
            foreach (var (index, layer) in network.Layers.Index())
            {
                Naive naive = drawn.Layers[index];
                Dictionary<int, float> held = layer.Weight.Connectivity.Positions.ToArray().Zip(layer.Weight.ValuesOnHost()).ToDictionary(
                    pair => pair.First, pair => pair.Second);
                Assert.All(naive.Active, position => Assert.Equal(naive.Weights[position], held[position]));
                foreach ((int position, float value) in held.Where(pair => !naive.Mask[pair.Key]))
                {
                    if (naive.Started[position]) Assert.True(dropped > absent, "what was just dropped came back although there was room");
                    else Assert.Equal(0, value);
                }

                if (dropped > 0 && dropped <= absent)
                {
                    // In proportion to what stayed, rounded down; at most all the room here, at least what finds no room in the other
                    // layer; one more where rounding leaves it over.
                    int share = Math.Min(room[index], Math.Max(dropped * kept[index] / kept.Sum(), dropped - room[1 - index]));
                    bool isWhole = dropped * kept[index] % kept.Sum() == 0;
                    Assert.InRange(held.Count - kept[index], share, isWhole ? share : Math.Min(room[index], share + 1));
                }
            }
        },
        iter: 200);

    [Fact]
    public void A_network_without_room_takes_back_what_it_dropped()
    {
        Naive full = new([.. Enumerable.Range(1, 20).Select(i => (float)i)], new float[20], Mask(20, 20)), other = new(
            new float[24], new float[24], Mask(24, 24));
        using SparseNetwork network = Of([full, other]);
        TopologyChange change = new Reallocation(new GlobalMagnitudeDrop()).Apply(network, 0.5, new(1));
        Assert.Equal(new(0, 0), change);
        Assert.Equal(44, network.Connections);
        Assert.Equal(full.Weights, network.Layers[0].Weight.ValuesOnHost());
    }

    // Momentum redistribution as the official code has it, one connection at a time; how many each layer regrows has its own test.
    private static int[] Snfs(Naive[] layers, double fraction, out int[] grown)
    {
        double[] means = [.. layers.Select(layer =>
            layer.Active.Any() ? layer.Active.Sum(position => (double)Math.Abs(layer.Momenta[position])) / layer.Active.Count() : 0)];
        double[] shares = [.. means.Select(mean => means.Sum() == 0 ? 1.0 / layers.Length : mean / means.Sum())];
        int removed = 0;
        int[] room = new int[layers.Length];
        foreach (var (index, layer) in layers.Index())
        {
            int count = layer.Active.Count();
            double sparsity = 1 - (double)count / layer.Mask.Length;
            double rate = sparsity < 0.2 && 1.0 / layers.Length / shares[index] < 1 ? Math.Min(sparsity, fraction) : fraction;
            int going = (int)Math.Ceiling((decimal)rate * count);
            for (int i = 0; i < going; i++) layer.Mask[layer.Active.MinBy(position => Math.Abs(layer.Weights[position]))] = false;
            removed += going;
            room[index] = layer.Mask.Count(active => !active);
        }

        grown = Regrowth.Of(shares, removed, room);
        foreach ((Naive layer, int coming) in layers.Zip(grown))
        {
            for (int i = 0; i < coming; i++)
            {
                IEnumerable<int> absent = Enumerable.Range(0, layer.Mask.Length).Where(position => !layer.Mask[position]);
                layer.Mask[absent.MaxBy(position => Math.Abs(layer.Momenta[position]))] = true;
            }
        }

        return room;
    }

    private static bool[] Mask(int total, int active) => [.. Enumerable.Range(0, total).Select(position => position < active)];

    private static Gen<Naive[]> Layers(Gen<float> number) =>
        Gen.Select(Layer(number, Inputs * Hidden), Layer(number, Hidden * Outputs), (first, second) => new[] { first, second });

    private static Gen<Naive> Layer(Gen<float> number, int positions) => Gen.Select(
        number.Array[positions], number.Array[positions], Gen.Double[0, 1], Gen.Double[0, 1].Array[positions],
        (weights, momenta, density, chances) => new Naive(weights, momenta, [.. chances.Select(chance => chance < density)]));

    private static SparseNetwork Of(Naive[] layers)
    {
        SparseNetwork network = new(nn.Sequential(
            ("fc1", new SparseLinear(Inputs, Hidden, BiasKind.None)), ("fc2", new SparseLinear(Hidden, Outputs, BiasKind.None))));
        foreach ((Naive layer, SparseWeight weight) in layers.Zip(network.Layers.Select(layer => layer.Weight)))
        {
            int[] active = [.. layer.Active];
            weight.Restore(Connectivity.Of(active, layer.Mask.Length), active.Select(position => layer.Weights[position]).ToArray());
            weight.RestoreDenseMomentum(layer.Momenta);
        }

        return network;
    }

    private sealed class Naive(float[] weights, float[] momenta, bool[] mask)
    {
        public float[] Weights => weights;

        public float[] Momenta => momenta;

        public bool[] Started { get; } = [.. mask];

        public bool[] Mask { get; } = [.. mask];

        public IEnumerable<int> Active => Enumerable.Range(0, Mask.Length).Where(position => Mask[position]);

        // The smallest of all, one by one; a layer that is left without any gets its largest back.
        public static void DropAcross(Naive[] layers, int count)
        {
            for (int i = 0; i < count; i++)
            {
                (Naive Layer, int Position) smallest = layers.SelectMany(layer => layer.Active.Select(position => (layer, position))).MinBy(
                    one => Math.Abs(one.layer.Weights[one.position]));
                smallest.Layer.Mask[smallest.Position] = false;
            }

            foreach (Naive layer in layers.Where(layer => !layer.Active.Any() && layer.Started.Contains(true)))
            {
                // Of equal ones the last: the lower positions go first.
                int[] started = [.. Enumerable.Range(0, layer.Mask.Length).Where(position => layer.Started[position])];
                layer.Mask[started.Reverse().MaxBy(position => Math.Abs(layer.Weights[position]))] = true;
            }
        }
    }
}
