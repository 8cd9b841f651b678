using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;
using SupTickets.Networks;

namespace SupTickets.Tests.Networks;

public sealed class EngineCostsTests
{
    [Fact]
    public void Costs_are_read_back_as_they_were_written()
    {
        EngineCosts costs = EngineCosts.Committed with { DenseWindow = 0.1 + 0.2, WriteOut = 1e-12 };
        Assert.Equal(costs, EngineCosts.FromJson(costs.ToJson()));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    public void Each_width_of_vectors_has_figures_for_each_way_of_libtorch(int bits)
    {
        EngineCosts with = EngineCosts.CommittedFor(bits, oneDnn: true), without = EngineCosts.CommittedFor(bits, oneDnn: false);
        Assert.Equal((true, false), (with.OneDnn, without.OneDnn));
        // Where libtorch convolves by matrix products, its convolutions cost more; our kernels do not know.
        Assert.True(without.DenseWindow < with.DenseWindow / 2);
        Assert.Equal(with.Kernels, without.Kernels);
        Assert.Equal(bits, with.Kernels!.VectorBits);
        Assert.All([with.Kernels.Window, with.Kernels.Point, with.Kernels.Linear], kind =>
        {
            Assert.NotNull(kind.PanelOutputs);
            Assert.NotNull(kind.PanelWeights);
        });
    }

    [Fact]
    public void The_committed_figures_are_those_of_this_process()
    {
        Assert.Equal(EngineCosts.CommittedFor(VectorWidth.Bits, LibTorchSafety.State.OneDnn), EngineCosts.Here);
        Assert.Equal(EngineCosts.CommittedFor(256, oneDnn: true), EngineCosts.CommittedFor(128, oneDnn: true));
    }

    [Fact]
    public void Figures_of_an_earlier_version_are_written_again_as_they_were()
    {
        const string Earlier = """
            {
              "denseWindow": 13,
              "densePerNumber": 0.001,
              "densePoint": 24,
              "denseLinear": 63,
              "sparseWindow": 80,
              "sparsePoint": 74,
              "sparseLinear": 16.5,
              "sparsePerNumber": 2.2,
              "denseNeighbours": 8.1,
              "sparseNeighbours": 1.2,
              "layoutChange": 0.65,
              "writeOut": 4.1
            }
            """;
        EngineCosts costs = EngineCosts.FromJson(Earlier);
        Assert.Null(costs.OneDnn);
        Assert.Null(costs.Kernels);
        Assert.Equal(Earlier.ReplaceLineEndings("\n"), costs.ToJson().ReplaceLineEndings("\n"));
        Assert.False((costs with { OneDnn = false }).Equals(costs));
    }

    [Fact]
    public void Figures_without_panels_are_else_the_same()
    {
        EngineCosts costs = EngineCosts.Committed, without = costs.WithoutPanels();
        Assert.Null(without.Kernels!.Linear.PanelWeights);
        Assert.Equal(costs.Kernels!.Linear, without.Kernels.Linear with
        {
            PanelOutputs = costs.Kernels.Linear.PanelOutputs,
            PanelWeights = costs.Kernels.Linear.PanelWeights,
        });
        Assert.Equal(without, EngineCosts.FromJson(without.ToJson()));
        EngineCosts earlier = EarlierCosts.Of(costs);
        Assert.Same(earlier, earlier.WithoutPanels());
    }

    [Theory]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": -3.5", "writeOut is -3.5; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 0", "writeOut is 0; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 1e999", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": \"much\"", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 3.5, \"writeIn\": 3.5", "writeIn")]
    [InlineData(",\n  \"writeOut\": 3.5", "", "writeOut")]
    [InlineData("}", "", "")]
    [InlineData("\"perLayer\": 4.5", "\"perLayer\": -4.5", "kernels.perLayer is -4.5; allowed: a positive number")]
    [InlineData("\"gflops\": 0.25", "\"gflops\": 0", "kernels.window.gatherOutputs.gflops is 0; allowed: a positive number")]
    [InlineData("\"vectorBits\": 256", "\"vectorBits\": 255", "kernels.vectorBits is 255; allowed: 512, 256, 128, 32")]
    [InlineData("\"perLayer\": 4.5", "\"perLayers\": 4.5", "perLayers")]
    [InlineData("\"kernels\": {", "\"kernels\": null, \"more\": {", "more")]
    [InlineData("\"kernels\":", "\"sparseWindow\": 1, \"sparsePoint\": 1, \"sparseLinear\": 1, \"kernel\":", "kernel")]
    public void A_figure_that_is_missing_unknown_or_not_positive_is_named(string sound, string defect, string named)
    {
        KernelCosts kernels = EngineCosts.CommittedFor(256, oneDnn: true).Kernels!;
        PassCosts quarter = kernels.Window.GatherOutputs with { Gflops = 0.25 };
        string json = (EngineCosts.Committed with
        {
            WriteOut = 3.5,
            Kernels = kernels with { PerLayer = 4.5, Window = kernels.Window with { GatherOutputs = quarter } },
        }).ToJson().ReplaceLineEndings("\n");
        string broken = json.Replace(sound, defect, StringComparison.Ordinal);
        Assert.NotEqual(json, broken);
        string message = Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson(broken)).Message;
        Assert.StartsWith("not the costs of the engines: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_kernels_the_rates_of_the_gather_are_needed()
    {
        EngineCosts half = EarlierCosts.Of(EngineCosts.Committed) with { SparseLinear = null };
        Assert.Contains(
            "sparseLinear is missing, as there are no kernels",
            Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson(half.ToJson())).Message, StringComparison.Ordinal);
        string gone = EngineCosts.Committed.ToJson().Replace("\"window\": {", "\"window\": null, \"point\": {", StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson(gone));
    }

    [Fact]
    public void Null_is_no_set_of_costs() => Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson("null"));
}
