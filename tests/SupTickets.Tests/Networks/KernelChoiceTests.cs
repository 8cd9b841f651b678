using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>
/// Gather, panel and libtorch by hand, on a convolution [4, 2, 3, 3] over 2×4×4 pixels: 16 uses, 72 positions, 32 + 64 numbers in and
/// out, mini-batches of 16. Without lanes that stay empty, unless a test says so.
/// </summary>
public sealed class KernelChoiceTests
{
    private static readonly ImageShape Image = new(2, 4, 4);

    private static readonly LayerCosts Window = new()
    {
        GatherOutputs = Pass(0.5, 1, 1),
        GatherWeights = Pass(0.25, 2, 1),
        PanelOutputs = Pass(2, 3, 1),
        PanelWeights = Pass(4, 5, 1),
    };

    private static readonly EngineCosts Costs = new()
    {
        DenseWindow = 1,
        DensePerNumber = 1e-9,
        DensePoint = 1,
        DenseLinear = 1,
        Kernels = new() { Window = Window, Point = Window, Linear = Window, PerLayer = 7e-3 },
        DenseNeighbours = 1e-9,
        SparseNeighbours = 1e-9,
        LayoutChange = 1e-9,
        WriteOut = 1e-9,
    };

    // 4 · 256 · 9 ÷ 0.5 + 9 + 1,536 and 4 · 256 · 72 ÷ 2 + 216 + 1,536; 2 · 256 · 9 ÷ 0.25 + 18 + 1,536 and
    // 2 · 256 · 72 ÷ 4 + 360 + 1,536.
    private const double GatherOutputs = 19_977, PanelOutputs = 38_616, GatherWeights = 19_986, PanelWeights = 11_112;

    [Fact]
    public void Each_pass_takes_the_kernel_that_is_expected_to_be_faster()
    {
        using SparseNetwork network = Network(connections: 9);
        EngineChoice choice = network.Choose(16, Image);
        Require(choice, Engine.Sparse, ConvolutionKernel.Gather, ConvolutionKernel.Panel, GatherOutputs + PanelWeights + 7);
        CostModel model = new(Costs, 16);
        (SparseLayer layer, LayerUse use) = (network.Layers[0], network.Uses(Image)[0]);
        Near(PanelOutputs, model.Outputs(layer, use, ConvolutionKernel.Panel));
        Near(GatherWeights, model.Weights(layer, use, ConvolutionKernel.Gather));
    }

    [Fact]
    public void A_full_layer_takes_panels()
    {
        using SparseNetwork network = Network(connections: 72);
        Require(
            network.Choose(16, Image), Engine.Sparse, ConvolutionKernel.Panel, ConvolutionKernel.Panel, PanelOutputs + PanelWeights + 7);
    }

    [Fact]
    public void A_thin_layer_takes_the_gather()
    {
        using SparseNetwork network = Network(connections: 1);
        // 4 · 256 ÷ 0.5 + 1 + 1,536 and 2 · 256 ÷ 0.25 + 2 + 1,536.
        Require(network.Choose(16, Image), Engine.Sparse, ConvolutionKernel.Gather, ConvolutionKernel.Gather, 3_585 + 3_586 + 7);
    }

    [Fact]
    public void Libtorch_takes_what_it_computes_faster_than_both()
    {
        using SparseNetwork network = Network(connections: 72);
        network.Costs = Costs with { DenseWindow = 6 };
        // 6 · 256 · 72 ÷ 6.
        EngineChoice choice = network.Choose(16, Image);
        Assert.Equal((Engine.Dense, Engine.Dense), (choice.Network, choice.Layers[0].Engine));
        Near(18_432, choice.Layers[0].DenseSeconds);
    }

    /// <summary>Asked for, our kernels compute; which of them follows from the costs.</summary>
    [Fact]
    public void The_sparse_engine_takes_the_faster_of_our_kernels()
    {
        using SparseNetwork network = Network(connections: 72);
        network.Costs = Costs with { DenseWindow = 1e9 };
        network.Engine = Engine.Sparse;
        Require(
            network.Choose(16, Image), Engine.Sparse, ConvolutionKernel.Panel, ConvolutionKernel.Panel, PanelOutputs + PanelWeights + 7);
    }

    [Fact]
    public void Where_both_cost_the_same_it_is_the_gather()
    {
        using SparseNetwork network = Network(connections: 72);
        LayerCosts same = Window with { PanelOutputs = Window.GatherOutputs, PanelWeights = Window.GatherWeights };
        network.Costs = Costs with { DenseWindow = 1e-3, Kernels = Costs.Kernels! with { Window = same } };
        Assert.Equal(LayerKernels.Gather, network.Choose(16, Image).Layers[0].Kernels);
    }

    [Fact]
    public void Figures_without_panels_never_choose_them()
    {
        using SparseNetwork network = Network(connections: 72);
        network.Engine = Engine.Sparse;
        foreach (EngineCosts costs in new[] { Costs.WithoutPanels(), EarlierCosts.Of(Costs), EarlierCosts.Of(EngineCosts.Here) })
        {
            network.Costs = costs;
            foreach (int samples in new[] { 1, 16, 128 })
                Assert.Equal(LayerKernels.Gather, network.Choose(samples, Image).Layers[0].Kernels);
        }
    }

    /// <summary>A step that captures the gradient at every position has it from panels, and that of the connections with it.</summary>
    [Fact]
    public void A_captured_gradient_is_that_of_panels_alone()
    {
        using SparseNetwork network = Network(connections: 1);
        network.CapturesEveryStep = true;
        Require(
            network.Choose(16, Image), Engine.Sparse, ConvolutionKernel.Gather, ConvolutionKernel.Panel, 3_585 + PanelWeights + 7);
    }

    [Fact]
    public void What_a_layer_costs_at_least_decides_small_batches()
    {
        using SparseNetwork network = Network(connections: 9);
        // One sample: our kernels as for 16; libtorch 6 · 16 · 72 + 100 · 72 + a layer's own.
        network.Costs = Costs with { DensePerWeight = 100, DensePerLayer = 17.2 };
        EngineChoice choice = network.Choose(1, Image);
        Near(6_912 + 7_200 + 17_200, choice.Layers[0].DenseSeconds);
        Assert.Equal(Engine.Sparse, choice.Network);
        network.Costs = network.Costs with { DensePerLayer = 16.9 };
        Assert.Equal(Engine.Dense, network.Choose(1, Image).Network);
    }

    /// <summary>A layer of libtorch among ours costs more at least than one among its own.</summary>
    [Fact]
    public void What_a_change_of_engine_costs_at_least_keeps_small_layers_ours()
    {
        using SparseNetwork network = Network(connections: 9);
        network.Costs = Costs with { DenseWindow = 1e9, DenseNeighbours = 1e9, ConvertedPerLayer = 31 };
        EngineChoice choice = network.Choose(16, Image);
        Assert.Equal((Engine.Sparse, Engine.Dense), (choice.Network, choice.Layers[0].Engine));
        network.Costs = network.Costs with { ConvertedPerLayer = 32 };
        Assert.Equal(Engine.Sparse, network.Choose(16, Image).Layers[0].Engine);
    }

    [Theory]
    // A group of accumulators of 512 bits holds 8 positions of one block of samples.
    [InlineData(16, 1, 512, 16)]
    [InlineData(9, 1, 512, 16)]
    [InlineData(4, 3, 512, 24)]
    // Tiles of smaller maps span blocks until they have 4 positions.
    [InlineData(1, 1, 512, 8)]
    [InlineData(1, 4, 512, 8)]
    [InlineData(1, 5, 512, 16)]
    [InlineData(1, 4, 256, 4)]
    [InlineData(4, 3, 256, 12)]
    [InlineData(2, 3, 256, 8)]
    [InlineData(9, 2, 32, 18)]
    [InlineData(9, 2, null, 18)]
    public void Accumulators_that_stay_empty_cost_as_much_as_others(long area, int blocks, int? bits, int positions) =>
        Assert.Equal(16 * positions, CostModel.Filled(area, blocks, isPoint: false, bits));

    /// <summary>A linear layer brings all blocks of samples together.</summary>
    [Theory]
    [InlineData(1, 1, 512, 8)]
    [InlineData(1, 8, 512, 8)]
    [InlineData(1, 9, 512, 16)]
    [InlineData(1, 5, 256, 8)]
    [InlineData(4, 3, 512, 24)]
    public void Blocks_of_single_pixels_share_accumulators(long area, int blocks, int? bits, int positions) =>
        Assert.Equal(16 * positions, CostModel.Filled(area, blocks, isPoint: true, bits));

    [Fact]
    public void A_choice_is_never_above_any_single_one()
    {
        using SparseNetwork network = Network(72);
        Gen.Select(Gen.Double[1e-2, 1e2].Array[16], Gen.Int[1, 72], Gen.Int[1, 40], Gen.Bool).Sample(
            (figures, connections, samples, captures) =>
        {
            PassCosts At(int i) => Pass(figures[i], figures[i + 4], figures[i + 8]);
            LayerCosts kind = new() { GatherOutputs = At(0), GatherWeights = At(1), PanelOutputs = At(2), PanelWeights = At(3) };
            network.Layers[0].Weight.Rewire(Connectivity.Random(72, connections, new Seed(2).Stream()));
            network.Engine = Engine.Auto;
            network.CapturesEveryStep = captures;
            network.Costs = Costs with
            {
                DenseWindow = figures[12],
                WriteOut = figures[13],
                LayoutChange = figures[14],
                DensePerLayer = figures[15],
                Kernels = Costs.Kernels! with { Window = kind, VectorBits = 256 },
            };
            EngineChoice choice = network.Choose(samples, Image);
            double chosen = choice.Network == Engine.Sparse ? choice.SparseSeconds : choice.DenseSeconds;
            double Single(LayerCosts costs)
            {
                network.Engine = Engine.Sparse;
                network.Costs = network.Costs with { Kernels = network.Costs.Kernels! with { Window = costs } };
                return network.Choose(samples, Image).SparseSeconds;
            }

            Assert.True(chosen <= choice.DenseSeconds);
            PassCosts never = Pass(1e-12, 1, 1);
            Assert.True(chosen <= Single(kind with { GatherOutputs = never, GatherWeights = never }));
            if (captures && connections < 72) return;
            Assert.True(chosen <= Single(kind with { PanelOutputs = null, PanelWeights = null }));
        }, threads: 1);
    }

    private static PassCosts Pass(double gflops, double perWeight, double perNumber) =>
        new() { Gflops = gflops, PerWeight = perWeight, PerNumber = perNumber };

    private static SparseNetwork Network(int connections)
    {
        SparseNetwork network = new(nn.Sequential(
            ("conv", new SparseConv2d(2, 4, 3, padding: 1, bias: BiasKind.None)), ("flatten", new Flatten())))
        {
            Engine = Engine.Auto,
            Costs = Costs,
        };
        network.Initialize(new Seed(1));
        network.Layers[0].Weight.Rewire(Connectivity.Random(72, connections, new Seed(2).Stream()));
        return network;
    }

    private static void Require(EngineChoice choice, Engine engine, ConvolutionKernel outputs, ConvolutionKernel weights, double sparse)
    {
        LayerChoice layer = choice.Layers[0];
        Assert.Equal((engine, engine, new LayerKernels(outputs, weights)), (choice.Network, layer.Engine, layer.Kernels));
        Near(sparse, layer.SparseSeconds);
    }

    private static void Near(double nanoseconds, double seconds) => Assert.Equal(nanoseconds, 1e9 * seconds, 1e-6 * nanoseconds);
}
