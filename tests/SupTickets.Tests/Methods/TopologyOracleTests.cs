using CsCheck;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Tests.Methods;

/// <summary>
/// One update against the obvious implementation: dense arrays with masks, and a search for each connection that goes or comes.
/// </summary>
public sealed class TopologyOracleTests
{
    private const int Inputs = 5, Hidden = 4, Outputs = 6;

    // Few different numbers make many ties; many different ones make none.
    private static readonly Gen<float> Tied = Gen.Int[-2, 2].Select(number => number * 0.5f);
    private static readonly Gen<float> Distinct = Gen.Float[-1, 1];
    private static readonly Gen<Naive[]> Networks = Gen.OneOf(Layers(Tied), Layers(Distinct));

    private static readonly Gen<(Naive[] Layers, double Fraction)> Cases = Gen.Select(Networks, Gen.Double[0.05, 1]);

    [Fact]
    public void Rigl_agrees_with_masked_dense_arrays() => Cases.Sample(
        drawn =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            foreach (Naive layer in drawn.Layers) layer.DropAndGrowUpdate(drawn.Fraction);
            new DropAndGrowUpdate(new MagnitudeDrop(), new GradientGrowth()).Apply(network, drawn.Fraction, new(1));
            RequireSame(drawn.Layers, network);
        },
        iter: 100);

    [Fact]
    public void Set_drops_what_masked_dense_arrays_drop_and_grows_as_many_among_the_absent() => Cases.Sample(
        drawn =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            int[] counts = [.. drawn.Layers.Select(layer => layer.Count)];
            foreach (Naive layer in drawn.Layers) layer.Drop(drawn.Fraction);
            new DropAndGrowUpdate(new MagnitudeDrop(), new RandomGrowth()).Apply(network, drawn.Fraction, new(1));
            foreach (var (index, layer) in network.Layers.Index())
            {
                // Growth may bring back what was dropped, with its value; all that was kept is there.
                Dictionary<int, float> held = Held(layer);
                Naive kept = drawn.Layers[index];
                Assert.Equal(counts[index], held.Count);
                Assert.All(kept.Active, position => Assert.Equal(kept.Weights[position], held[position]));
            }
        },
        iter: 100);

    [Fact]
    public void Granet_agrees_with_masked_dense_arrays() => Gen.Select(Cases, Gen.Double[0, 1]).Sample(
        (drawn, share) =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            int budget = (int)(share * network.Connections);
            Naive.Prune(drawn.Layers, budget);
            foreach (Naive layer in drawn.Layers) layer.DropAndGrowUpdate(drawn.Fraction);
            GlobalPruning.Apply(network, budget);
            Assert.Equal(budget, network.Connections);
            new DropAndGrowUpdate(new MagnitudeDrop(), new GradientGrowth()).Apply(network, drawn.Fraction, new(1));
            RequireSame(drawn.Layers, network);
        },
        iter: 100);

    [Fact]
    public void High_magnitude_drops_the_largest_one_by_one() => RequireDrop(
        new HighMagnitudeDrop(),
        (layer, fraction) =>
            layer.Take([.. layer.Active], (int)Math.Ceiling((decimal)fraction * layer.Count), (a, b) => Math.Abs(a) > Math.Abs(b)));

    // A weight of exactly zero counts as positive.
    [Fact]
    public void Sign_aware_drops_the_share_of_each_sign_that_is_closest_to_zero() => RequireDrop(
        new SignAwareDrop(),
        (layer, fraction) =>
        {
            foreach (bool negative in new[] { false, true })
            {
                int[] side = [.. layer.Active.Where(position => layer.Weights[position] < 0 == negative)];
                layer.Take(side, (int)Math.Ceiling((decimal)fraction * side.Length), (a, b) => Math.Abs(a) < Math.Abs(b));
            }
        });

    private static void RequireDrop(IDropCriterion criterion, Action<Naive, double> naive) => Cases.Sample(
        drawn =>
        {
            using SparseNetwork network = Of(drawn.Layers);
            IReadOnlyList<int[]> going = criterion.Choose([.. network.Layers.Select(layer => layer.Weight)], drawn.Fraction, new(1));
            foreach (var (index, layer) in drawn.Layers.Index())
            {
                int[] before = [.. layer.Active];
                naive(layer, drawn.Fraction);
                Assert.Equal(before.Where(position => !layer.Mask[position]), going[index].Select(connection => before[connection]));
            }
        },
        iter: 100);

    private static Gen<Naive[]> Layers(Gen<float> number) =>
        Gen.Select(Layer(number, Inputs * Hidden), Layer(number, Hidden * Outputs), (first, second) => new[] { first, second });

    private static Gen<Naive> Layer(Gen<float> number, int positions) => Gen.Select(
        number.Array[positions], number.Array[positions], number.Array[positions], Gen.Bool.Array[positions],
        (weights, momenta, gradients, mask) => new Naive(weights, momenta, gradients, mask));

    private static SparseNetwork Of(Naive[] layers)
    {
        SparseNetwork network = new(nn.Sequential(
            ("fc1", new SparseLinear(Inputs, Hidden, BiasKind.None)), ("fc2", new SparseLinear(Hidden, Outputs, BiasKind.None))));
        foreach ((Naive layer, SparseWeight weight) in layers.Zip(network.Layers.Select(layer => layer.Weight)))
        {
            using var scope = NewDisposeScope();
            int[] active = [.. layer.Active];
            weight.Restore(Connectivity.Of(active, layer.Mask.Length), active.Select(position => layer.Weights[position]).ToArray());
            weight.CaptureDenseGradient();
            (weight.Dense().view(-1) * tensor(layer.Gradients)).sum().backward();
            using var quiet = no_grad();
            weight.State("momentum").copy_(tensor(active.Select(position => layer.Momenta[position]).ToArray()));
        }

        return network;
    }

    private static void RequireSame(Naive[] expected, SparseNetwork network)
    {
        foreach ((Naive naive, SparseLayer layer) in expected.Zip(network.Layers))
        {
            Assert.Equal(naive.Active, layer.Weight.Connectivity.Positions.ToArray());
            Assert.Equal(naive.Active.Select(position => naive.Weights[position]), layer.Weight.ValuesOnHost());
            Assert.Equal(naive.Active.Select(position => naive.Momenta[position]), layer.Weight.State("momentum").data<float>().ToArray());
        }
    }

    private static Dictionary<int, float> Held(SparseLayer layer) =>
        layer.Weight.Connectivity.Positions.ToArray().Zip(layer.Weight.ValuesOnHost()).ToDictionary(
            pair => pair.First, pair => pair.Second);

    private sealed class Naive(float[] weights, float[] momenta, float[] gradients, bool[] mask)
    {
        public float[] Weights { get; } = [.. weights];

        public float[] Momenta { get; } = [.. momenta];

        public float[] Gradients => gradients;

        public bool[] Mask { get; } = [.. mask];

        public IEnumerable<int> Active => Enumerable.Range(0, Mask.Length).Where(position => Mask[position]);

        public int Count => Active.Count();

        public static void Prune(Naive[] layers, int budget)
        {
            for (int surplus = layers.Sum(layer => layer.Count) - budget; surplus > 0; surplus--)
            {
                // Of equal magnitudes the last goes, so that the earlier layer and the lower position stay.
                (Naive Layer, int Position)? worst = null;
                foreach (Naive layer in layers)
                {
                    foreach (int position in layer.Active)
                    {
                        if (worst is not { } bad || Math.Abs(layer.Weights[position]) <= Math.Abs(bad.Layer.Weights[bad.Position]))
                            worst = (layer, position);
                    }
                }

                worst!.Value.Layer.Mask[worst.Value.Position] = false;
            }

            foreach (Naive layer in layers) layer.ApplyMask();
        }

        public void DropAndGrowUpdate(double fraction)
        {
            int replaced = Drop(fraction);
            for (int i = 0; i < replaced; i++)
            {
                int best = -1;
                for (int position = 0; position < Mask.Length; position++)
                {
                    if (!Mask[position] && (best < 0 || Math.Abs(gradients[position]) > Math.Abs(gradients[best]))) best = position;
                }

                Mask[best] = true;
            }

            ApplyMask();
        }

        /// <summary>
        /// Takes <paramref name="count"/> of <paramref name="side"/> out of the mask, the foremost first; of equal ones the lower position.
        /// </summary>
        public void Take(int[] side, int count, Func<float, float, bool> isBefore)
        {
            for (int i = 0; i < count; i++)
            {
                int foremost = -1;
                foreach (int position in side.Where(position => Mask[position]))
                {
                    if (foremost < 0 || isBefore(Weights[position], Weights[foremost])) foremost = position;
                }

                Mask[foremost] = false;
            }
        }

        public int Drop(double fraction)
        {
            // Weights outside the mask are zero before an update, and what is dropped keeps its value until the mask is applied.
            ApplyMask();
            int dropped = (int)Math.Ceiling((decimal)fraction * Count);
            for (int i = 0; i < dropped; i++)
            {
                int smallest = -1;
                foreach (int position in Active)
                {
                    if (smallest < 0 || Math.Abs(Weights[position]) < Math.Abs(Weights[smallest])) smallest = position;
                }

                Mask[smallest] = false;
            }

            return dropped;
        }

        private void ApplyMask()
        {
            for (int position = 0; position < Mask.Length; position++)
            {
                if (!Mask[position]) Weights[position] = Momenta[position] = 0;
            }
        }
    }
}
