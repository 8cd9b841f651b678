using System.Text.Json;
using SupTickets.Allocation;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Evaluation;

public sealed class NetworkInspectionTests
{
    private static readonly ImageShape Cifar = new(3, 32, 32);

    [Theory]
    [InlineData("resnet50", 0.95, 0.1156)]
    [InlineData("resnet50", 0.90, 0.2306)]
    [InlineData("resnet50", 0.80, 0.3941)]
    [InlineData("resnet50", 0.50, 0.7033)]
    [InlineData("vgg16", 0.95, 0.1126)]
    [InlineData("vgg16", 0.90, 0.2204)]
    [InlineData("vgg16", 0.80, 0.4200)]
    [InlineData("vgg16", 0.50, 0.7467)]
    public void Erk_costs_the_share_of_flops_that_the_official_code_allots(string model, double sparsity, double ratio)
    {
        NetworkTotals totals = Planned(model, sparsity).Totals;
        Assert.Equal(ratio, totals.InferenceFlopsRatio, 1e-4);
        Assert.Equal(totals.InferenceFlopsRatio, totals.TrainingFlopsRatio);
        Assert.Equal(3 * totals.InferenceFlops, totals.TrainingFlops);
    }

    // RigL's table prints 0.42 and 0.24 of the dense FLOPs.
    [Theory]
    [InlineData(0.8, 0.41379, 0.42)]
    [InlineData(0.9, 0.24184, 0.24)]
    public void Erk_on_resnet50_for_imagenet_costs_what_rigls_table_prints(double sparsity, double ratio, double printed)
    {
        NetworkTotals totals =
            Planned(new() { Name = "resnet50" }, new(3, 224, 224), 1000, new() { Sparsity = sparsity, Allocation = "erk" }).Totals;
        Assert.Equal(8_178_368_512, totals.DenseInferenceFlops);
        Assert.Equal(ratio, totals.InferenceFlopsRatio, 1e-5);
        Assert.Equal(printed, totals.InferenceFlopsRatio, 0.01);
    }

    [Fact]
    public void Wide_resnet_at_95_percent_costs_a_twelfth() =>
        Assert.Equal(0.085, Planned("wrn-28-10", 0.95).Totals.InferenceFlopsRatio, 1e-3);

    [Fact]
    public void Densities_are_the_allocated_ones_and_connections_their_nearest_integers()
    {
        NetworkReport report = Planned("resnet50", 0.95);
        LayerReport layer = report.Layers.Single(layer => layer.Name == "layer1.0.conv1");
        Assert.Equal(23.402123 * 130 / 4096, layer.Density, 1e-6);
        Assert.Equal(3042, layer.Connections);
        Assert.Equal(64 * 64 * 32 * 32, layer.Macs);
        Assert.Equal(["fc"], report.Layers.Where(layer => !layer.Sparse).Select(layer => layer.Name));
        Assert.Equal(1_173_385, report.Totals.Connections);
        Assert.Equal(23_467_712, report.Totals.Sparsifiable);
        Assert.Equal(23_520_832, report.Totals.AllParameters);
        Assert.Equal(2 * 1_297_829_888L, report.Totals.DenseInferenceFlops);
    }

    [Fact]
    public void A_layer_kept_dense_is_outside_the_budget_but_costs()
    {
        NetworkReport report = Planned(
            new() { Name = "resnet20" }, Cifar, 10, new() { Allocation = "uniform", Sparsity = 0.9, KeepDense = ["conv1"] });
        LayerReport first = report.Layers[0];
        Assert.Equal((432, 432, 1.0, false), (first.Parameters, first.Connections, first.Density, first.Sparse));
        Assert.Equal(268_336 - 432, report.Totals.Sparsifiable);
        Assert.Equal(26_790, report.Totals.Connections);
        Assert.Equal(report.Layers.Sum(layer => 2 * layer.Macs / layer.Parameters * layer.Connections), report.Totals.InferenceFlops);
    }

    [Fact]
    public void The_document_has_the_agreed_keys()
    {
        using JsonDocument document = JsonDocument.Parse(Planned("lenet5", 0.9).ToJson());
        JsonElement root = document.RootElement;
        Assert.Equal(["model", "input", "classes", "init", "sparsity", "layers", "totals", "warnings"], Keys(root));
        Assert.Equal(["name", "shape", "parameters", "connections", "density", "macs", "sparse"], Keys(root.GetProperty("layers")[0]));
        Assert.Equal(
            [
                "sparsifiable", "connections", "density", "allParameters", "inferenceFlops", "denseInferenceFlops", "inferenceFlopsRatio",
                "trainingFlops", "denseTrainingFlops", "trainingFlopsRatio",
            ],
            Keys(root.GetProperty("totals")));
        Assert.Equal("3x32x32", root.GetProperty("input").GetString());
        Assert.Equal([20, 3, 5, 5], root.GetProperty("layers")[0].GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(0.9, root.GetProperty("sparsity").GetDouble());
    }

    [Fact]
    public void A_network_that_exists_is_reported_as_it_is()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create("lenet-300-100", 10, new(1, 28, 28), 1));
        network.Layers[0].Weight.Rewire(Connectivity.Of([1, 5, 9], 784 * 300));
        network.Measure(new(1, 28, 28));
        NetworkReport report = NetworkInspection.Actual(network, "lenet-300-100", new(1, 28, 28), 10, "erk");
        Assert.Equal([3L, 30_000, 1_000], report.Layers.Select(layer => layer.Connections));
        Assert.Equal([true, false, false], report.Layers.Select(layer => layer.Sparse));
        Assert.Equal(3.0 / 235_200, report.Layers[0].Density, 12);
        Assert.Equal(2 * 31_003, report.Totals.InferenceFlops);
        Assert.Equal(1 - 31_003.0 / 266_200, report.Sparsity, 12);
    }

    [Fact]
    public void What_cannot_be_inspected_is_refused_by_name()
    {
        Assert.Throws<UnknownNameException>(() => Planned(new() { Name = "vgg" }, Cifar, 10, new()));
        Assert.Throws<UnknownNameException>(() => Planned(new(), Cifar, 10, new() { Allocation = "erc" }));
        Assert.Throws<UnknownNameException>(() => Planned(new(), Cifar, 10, new() { KeepDense = ["conv7"] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Planned(new(), Cifar, 10, new() { Sparsity = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Planned(new(), Cifar, 10, new() { Sparsity = -0.1 }));
    }

    private static NetworkReport Planned(string model, double sparsity) =>
        Planned(new() { Name = model }, Cifar, 10, new() { Sparsity = sparsity, Allocation = "erk" });

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static NetworkReport Planned(ModelOptions model, ImageShape input, int classes, TopologyRecipe topology) =>
        NetworkInspection.Planned(model, input, classes, Allocations.All[topology.Allocation], topology.Sparsity, topology.KeepDense);
}
