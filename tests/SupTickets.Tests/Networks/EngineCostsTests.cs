using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

public sealed class EngineCostsTests
{
    [Fact]
    public void Costs_are_read_back_as_they_were_written()
    {
        EngineCosts costs = EngineCosts.Committed with { DenseWindow = 0.1 + 0.2, WriteOut = 1e-12 };
        Assert.Equal(costs, EngineCosts.FromJson(costs.ToJson()));
    }

    /// <summary>
    /// Where libtorch convolves by matrix products, its convolutions cost more, and sparse ones are worth it at higher densities.
    /// </summary>
    [Fact]
    public void The_committed_figures_are_those_of_libtorch_as_it_computes()
    {
        EngineCosts with = EngineCosts.Of(new(OneDnn: true, "on")), without = EngineCosts.Of(new(OneDnn: false, "off"));
        Assert.Equal((true, false), (with.OneDnn, without.OneDnn));
        Assert.True(without.DenseWindow < with.DenseWindow / 4);
        Assert.Equal(with.SparseWindow, without.SparseWindow);
        Assert.Equal(LibTorchSafety.State.OneDnn, EngineCosts.Here.OneDnn);
        using SparseNetwork network = new(
            nn.Sequential(("conv", new SparseConv2d(256, 256, 3, padding: 1)), ("flatten", new SupTickets.Layers.Flatten())));
        network.Initialize(new(1));
        network.Engine = Engine.Auto;
        network.Layers[0].Weight.Rewire(Connectivity.Random(256 * 256 * 9, 256 * 256 * 9 * 9 / 10, new Seed(1).Stream()));
        network.Costs = with;
        Assert.Equal(Engine.Dense, network.Choose(64, new(256, 8, 8)).Layers[0].Engine);
        network.Costs = without;
        Assert.Equal(Engine.Sparse, network.Choose(64, new(256, 8, 8)).Layers[0].Engine);
    }

    [Fact]
    public void Figures_of_an_earlier_version_do_not_say_how_libtorch_computed()
    {
        string json = EngineCosts.CommittedWithoutOneDnn.ToJson().ReplaceLineEndings("\n");
        string earlier = json.Replace(",\n  \"oneDnn\": false", "", StringComparison.Ordinal);
        Assert.NotEqual(json, earlier);
        Assert.Null(EngineCosts.FromJson(earlier).OneDnn);
        Assert.Equal(earlier, EngineCosts.FromJson(earlier).ToJson().ReplaceLineEndings("\n"));
        Assert.Equal(EngineCosts.CommittedWithoutOneDnn, EngineCosts.FromJson(json));
    }

    [Theory]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": -3.5", "writeOut is -3.5; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 0", "writeOut is 0; allowed: a positive number")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 1e999", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": \"much\"", "writeOut")]
    [InlineData("\"writeOut\": 3.5", "\"writeOut\": 3.5, \"writeIn\": 3.5", "writeIn")]
    [InlineData(",\n  \"writeOut\": 3.5", "", "writeOut")]
    [InlineData("}", "", "")]
    public void A_figure_that_is_missing_unknown_or_not_positive_is_named(string sound, string defect, string named)
    {
        string json = (EngineCosts.Committed with { WriteOut = 3.5 }).ToJson().ReplaceLineEndings("\n");
        string broken = json.Replace(sound, defect, StringComparison.Ordinal);
        Assert.NotEqual(json, broken);
        string message = Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson(broken)).Message;
        Assert.StartsWith("not the costs of the engines: ", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_no_set_of_costs() => Assert.Throws<InvalidDataException>(() => EngineCosts.FromJson("null"));
}
