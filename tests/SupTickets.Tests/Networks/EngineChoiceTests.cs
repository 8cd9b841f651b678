using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>
/// The cost model by hand, on a convolution [4, 2, 3, 3] over 2×4×4 pixels (16 uses, 72 positions of which 9 are connected, 32 + 64 numbers
/// in and out) and a full linear layer [5, 64] behind it (1 use, 320 positions, 64 + 5 numbers).
/// </summary>
public sealed class EngineChoiceTests
{
    private static readonly ImageShape Image = new(2, 4, 4);

    private static readonly EngineCosts Costs = new()
    {
        DenseWindow = 1,
        DensePerNumber = 1,
        DensePoint = 1000,
        DenseLinear = 2,
        SparseWindow = 0.5,
        SparsePoint = 1000,
        SparseLinear = 0.5,
        SparsePerNumber = 2,
        DenseNeighbours = 4,
        SparseNeighbours = 1,
        LayoutChange = 3,
        WriteOut = 5,
    };

    [Fact]
    public void Each_layer_takes_the_engine_that_is_expected_to_be_faster()
    {
        using SparseNetwork network = Network();
        EngineChoice choice = network.Choose(16, Image);
        Assert.Equal(Engine.Sparse, choice.Network);
        // 6 · 16 uses · 72 · 16 samples ÷ 1 + 1 · 96 · 16, and 6 · 16 · 9 · 16 ÷ 0.5 + 2 · 96 · 16.
        RequireLayer(choice.Layers[0], "conv", 0.125, Engine.Sparse, 110_592 + 1_536, 27_648 + 3_072);
        // 6 · 320 · 16 ÷ 2, and 6 · 320 · 16 ÷ 0.5 + 2 · 69 · 16: dense also with 3 · 69 · 16 for the layout.
        RequireLayer(choice.Layers[1], "fc", 1, Engine.Dense, 15_360, 61_440 + 2_208);
        // Neighbours of 64 + 5 numbers; the 72 positions of the convolution are written out.
        Near(112_128 + 15_360 + 4 * 69 * 16 + 5 * 72, choice.DenseSeconds);
        Near(1 * 69 * 16 + 30_720 + 15_360 + 3_312, choice.SparseSeconds);
    }

    [Fact]
    public void Where_nothing_gains_the_network_is_dense_throughout()
    {
        using SparseNetwork network = Network();
        // Lanes without a sample cost as much as others: 30,720 against 112,128 ÷ 16 + 3 · 96 · 16 + 5 · 72.
        EngineChoice choice = network.Choose(1, Image);
        Assert.Equal((Engine.Dense, Engine.Dense, Engine.Dense), (choice.Network, choice.Layers[0].Engine, choice.Layers[1].Engine));
        Near(7_008, choice.Layers[0].DenseSeconds);
        Near(30_720, choice.Layers[0].SparseSeconds);
        Near(7_008 + 960 + 4 * 69 + 360, choice.DenseSeconds);
    }

    [Fact]
    public void A_layer_that_gains_less_than_its_neighbours_lose_is_dense_too()
    {
        using SparseNetwork network = Network();
        network.Costs = Costs with { SparseNeighbours = 100 };
        EngineChoice choice = network.Choose(16, Image);
        Near(100 * 69 * 16 + 30_720 + 18_672, choice.SparseSeconds);
        Assert.True(choice.Layers[0].SparseSeconds < choice.Layers[0].DenseSeconds);
        Assert.Equal((Engine.Dense, Engine.Dense, Engine.Dense), (choice.Network, choice.Layers[0].Engine, choice.Layers[1].Engine));
    }

    [Fact]
    public void An_engine_that_was_asked_for_computes_every_layer()
    {
        using SparseNetwork network = Network();
        foreach (Engine wanted in new[] { Engine.Sparse, Engine.Dense })
        {
            network.Engine = wanted;
            foreach (int samples in new[] { 1, 16 })
            {
                EngineChoice choice = network.Choose(samples, Image);
                Assert.Equal((wanted, wanted, wanted), (choice.Network, choice.Layers[0].Engine, choice.Layers[1].Engine));
            }
        }
    }

    [Fact]
    public void A_gradient_at_every_position_in_each_step_counts_against_the_sparse_engine()
    {
        using SparseNetwork network = Network();
        // Dense 55,296 + 1,536, with layout and writing out 61,800: more than 30,720, less than that and 2 · 16 · 72 · 16 ÷ 0.5.
        network.Costs = Costs with { DenseWindow = 2 };
        Assert.Equal(Engine.Sparse, network.Choose(16, Image).Layers[0].Engine);
        network.CapturesEveryStep = true;
        EngineChoice choice = network.Choose(16, Image);
        RequireLayer(choice.Layers[0], "conv", 0.125, Engine.Dense, 56_832, 30_720 + 73_728);
        // A full layer has no other positions.
        Near(63_648, choice.Layers[1].SparseSeconds);
    }

    [Theory]
    [InlineData("rigl", null, false)]
    [InlineData("rigl", "momentum", true)]
    [InlineData("granet", "momentum", true)]
    [InlineData("static", null, false)]
    [InlineData("static", "momentum", true)]
    public void A_run_tells_the_network_whether_every_step_captures(string method, string? grow, bool expected)
    {
        using MethodRun run = new(MethodRun.With(method) with { Method = MethodRun.With(method).Method with { Grow = grow } });
        run.RunSetup.Parts();
        Assert.Equal(expected, run.Network.CapturesEveryStep);
    }

    [Fact]
    public void One_decision_serves_batches_of_every_size()
    {
        using SparseNetwork network = Network();
        Assert.False(Engines.Same(network.Choose(16, Image), network.Choose(1, Image)));
        network.EngineBatchSize = 16;
        EngineChoice choice = network.Choose(16, Image);
        foreach (int samples in new[] { 1, 15, 100 })
        {
            EngineChoice other = network.Choose(samples, Image);
            Assert.Equal(
                (choice.Network, choice.DenseSeconds, choice.SparseSeconds), (other.Network, other.DenseSeconds, other.SparseSeconds));
            Assert.Equal(choice.Layers, other.Layers);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => network.EngineBatchSize = 0);
        using MethodRun run = new(MethodRun.Recipe);
        Assert.Equal(MethodRun.Recipe.Schedule.Batch, run.Network.EngineBatchSize);
    }

    private static SparseNetwork Network()
    {
        SparseNetwork network = new(nn.Sequential(
            ("conv", new SparseConv2d(2, 4, 3, padding: 1, bias: BiasKind.None)), ("flatten", new Flatten()), (
                "fc", new SparseLinear(64, 5, BiasKind.None))))
        {
            Engine = Engine.Auto,
            Costs = Costs,
        };
        network.Initialize(new Seed(1));
        network.Layers[0].Weight.Rewire(Connectivity.Random(72, 9, new Seed(2).Stream()));
        return network;
    }

    private static void RequireLayer(LayerChoice layer, string name, double density, Engine engine, double dense, double sparse)
    {
        Assert.Equal((name, density, engine), (layer.Name, layer.Density, layer.Engine));
        Near(dense, layer.DenseSeconds);
        Near(sparse, layer.SparseSeconds);
    }

    private static void Near(double nanoseconds, double seconds) => Assert.Equal(nanoseconds, 1e9 * seconds, 1e-6 * nanoseconds);
}
