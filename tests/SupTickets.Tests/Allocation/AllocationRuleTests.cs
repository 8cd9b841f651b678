using CsCheck;
using SupTickets.Allocation;
using SupTickets.Tests.Models;
using SupTickets.Values;

namespace SupTickets.Tests.Allocation;

public sealed class AllocationRuleTests
{
    private static readonly Lazy<LayerShape[]> ResNet50 = new(() => Shapes.Of("resnet50", 10, "3x32x32"));
    private static readonly Lazy<LayerShape[]> Vgg16 = new(() => Shapes.Of("vgg16", 10, "3x32x32"));

    private static readonly Gen<LayerShape[]> SomeLayers = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 5])
        .Select(
            (outputs, inputs, kernel) => kernel == 0 ? new WeightShape(outputs, inputs) : new WeightShape(outputs, inputs, kernel, kernel))
        .Array[1, 12]
        .Select(shapes => shapes.Select((shape, i) => new LayerShape($"layer{i}", shape)).ToArray());

    private static readonly Gen<(LayerShape[] Layers, double Sparsity, string Rule)> SomeTask =
        Gen.Select(SomeLayers, Gen.Double[0, 0.999], Gen.Int[0, 2].Select(i => Allocations.All.Names[i]));

    [Theory]
    [InlineData(0.95, 23.402123, 1, 1_173_385)]
    [InlineData(0.90, 47.296629, 3, 2_346_771)]
    [InlineData(0.80, 97.042752, 10, 4_693_542)]
    [InlineData(0.50, 299.985042, 33, 11_733_856)]
    public void Erk_on_resnet50_gives_the_figures_of_the_official_code(double sparsity, double scale, int dense, long connections) =>
        RequireFigures(ResNet50.Value, sparsity, scale, dense, connections);

    [Theory]
    [InlineData(0.95, 82.742908, 2, 748_886)]
    [InlineData(0.90, 166.249420, 2, 1_497_772)]
    [InlineData(0.80, 344.390474, 4, 2_995_545)]
    [InlineData(0.50, 957.889655, 7, 7_488_864)]
    public void Erk_on_vgg16_gives_the_figures_of_the_official_code(double sparsity, double scale, int dense, long connections) =>
        RequireFigures(Vgg16.Value, sparsity, scale, dense, connections);

    // The network of Table 16 at 90 %, whose first layers it prints as 1.00, 0.96, 0.96 and 0.96 dense under ERK.
    [Fact]
    public void Erk_on_resnet50_for_imagenet_gives_the_densities_of_table_16()
    {
        NetworkBudget budget = Allocations.All["erk"].Allocate(Shapes.Of("resnet50", 1000, "3x224x224"), Density.FromSparsity(0.9));
        Assert.Equal(25_502_912, budget.Positions);
        Assert.Equal(2_550_291, budget.Connections);
        Assert.Equal(48.78610, budget.Scale, 1e-5);
        Assert.Equal(["layer1.0.conv1"], budget.Dense);
        foreach (string name in new[] { "layer1.0.conv3", "layer1.0.downsample.0", "layer1.1.conv1" })
        {
            LayerBudget layer = budget.Layers.Single(layer => layer.Name == name);
            Assert.Equal(0.95881, layer.Density, 1e-5);
            Assert.Equal(15_709, layer.Count);
        }

        Assert.Equal(0.42003, budget.Layers.Single(layer => layer.Name == "conv1").Density, 1e-5);
        Assert.Equal(0.07261, budget.Layers.Single(layer => layer.Name == "fc").Density, 1e-5);
    }

    [Fact]
    public void Erk_makes_the_smallest_layers_dense_by_name()
    {
        Assert.Equal(["fc"], Dense(ResNet50.Value, 0.95));
        Assert.Equal(["conv1", "layer1.0.conv1", "fc"], Dense(ResNet50.Value, 0.90));
        Assert.Equal(
            [
                "conv1", "layer1.0.conv1", "layer1.0.conv3", "layer1.0.downsample.0", "layer1.1.conv1", "layer1.1.conv3",
                "layer1.2.conv1", "layer1.2.conv3", "layer2.0.conv1", "fc",
            ],
            Dense(ResNet50.Value, 0.80));
        Assert.Equal(["features.0", "classifier.3"], Dense(Vgg16.Value, 0.95));
        Assert.Equal(["features.0", "features.3", "classifier.0", "classifier.3"], Dense(Vgg16.Value, 0.80));
        Assert.Equal(
            ["features.0", "features.3", "features.7", "features.10", "features.14", "classifier.0", "classifier.3"],
            Dense(Vgg16.Value, 0.50));
    }

    [Fact]
    public void Erk_by_hand()
    {
        // Scores 16/150 and 4/4; of 154 positions 77 are shared. ε = 77 / (16 + 4) = 3.85 makes the small layer dense,
        // then ε = (75 − 2) / 16 and the large one gets its 73 connections.
        NetworkBudget budget = Allocations.All["erk"].Allocate([Layer("large", 10, 15), Layer("small", 2, 2)], Density.FromValue(0.5));
        Assert.Equal(["small"], budget.Dense);
        Assert.Equal([73, 4], budget.Layers.Select(layer => layer.Count));
    }

    [Fact]
    public void Er_ignores_kernels_and_erk_does_not()
    {
        LayerShape[] layers = [Layer("plain", 20, 20, 1, 1), Layer("wide", 20, 20, 5, 5)];
        double[] er = [.. Allocations.All["er"].Allocate(layers, Density.FromValue(0.05)).Layers.Select(layer => layer.Density)];
        double[] erk = [.. Allocations.All["erk"].Allocate(layers, Density.FromValue(0.05)).Layers.Select(layer => layer.Density)];
        Assert.Equal(er[0], er[1], 12);
        Assert.Equal(42.0 / 400 / (50.0 / 10000), erk[0] / erk[1], 9);
    }

    [Fact]
    public void Uniform_gives_every_layer_the_density_asked_for() => Assert.All(
        Allocations.All["uniform"].Allocate(ResNet50.Value, Density.FromSparsity(0.9)).Layers, layer =>
            Assert.Equal(0.1, layer.Density, 12));

    [Fact]
    public void Layers_kept_dense_are_outside_the_budget()
    {
        NetworkBudget budget = Allocations.All["erk"].Allocate(ResNet50.Value, Density.FromSparsity(0.95), ["conv1", "layer3.1.conv2"]);
        Assert.Equal(["conv1", "layer3.1.conv2"], budget.KeptDense);
        Assert.All(
            budget.Layers.Where(layer => budget.KeptDense.Contains(layer.Name)), layer => Assert.Equal(layer.Shape.Positions, layer.Count));
        Assert.Equal(23_467_712 - 1_728 - 589_824, budget.Positions);
        Assert.Equal(Density.FromSparsity(0.95).CountOf(budget.Positions), budget.Connections);
    }

    [Fact]
    public void A_layer_to_keep_dense_must_exist_and_one_must_be_left()
    {
        AllocationRule rule = Allocations.All["erk"];
        Assert.Contains(
            "unknown layer 'conv2'",
            Assert.Throws<UnknownNameException>(() => rule.Allocate(ResNet50.Value, Density.Full, ["conv2"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => rule.Allocate([Layer("fc", 2, 2)], Density.Full, ["fc"]));
        Assert.Throws<ArgumentException>(() => rule.Allocate([], Density.Full));
    }

    [Fact]
    public void The_table_holds_three_rules_and_suggests_them() =>
        Assert.Equal(
            "unknown allocation 'erq'; known: er, erk, uniform; did you mean 'er'?",
            Assert.Throws<UnknownNameException>(() => Allocations.All["erq"]).Message);

    [Fact]
    public void Counts_add_up_exactly_and_differ_from_the_densities_by_rounding_only() => SomeTask.Sample(task =>
    {
        Density density = Density.FromSparsity(task.Sparsity);
        NetworkBudget budget = Allocations.All[task.Rule].Allocate(task.Layers, density);
        Assert.Equal(density.CountOf(task.Layers.Sum(layer => (long)layer.Shape.Positions)), budget.Connections);
        Assert.All(budget.Layers, layer => Assert.InRange(layer.Count, 0, layer.Shape.Positions));
        Assert.All(budget.Layers, layer => Assert.True(layer.Density is > 0 and <= 1, $"{layer}"));
        // Rounding falls on dense layers last: only where no other layer has a connection left to give, as at sparsities near 0.
        if (budget.Layers.Any(layer => !budget.Dense.Contains(layer.Name) && layer.Count > 0))
            Assert.All(
                budget.Layers.Where(layer => budget.Dense.Contains(layer.Name)), layer => Assert.Equal(layer.Shape.Positions, layer.Count));
        double strays = budget.Layers.Sum(layer => Math.Max(0, Math.Abs(layer.Count - layer.Density * layer.Shape.Positions) - 0.5));
        Assert.True(strays <= 0.5 * budget.Layers.Count + 1, $"{strays} connections away from the densities");
    });

    [Fact]
    public void A_higher_density_takes_nothing_from_any_layer() => SomeTask.Sample(task =>
    {
        AllocationRule rule = Allocations.All[task.Rule];
        NetworkBudget low = rule.Allocate(task.Layers, Density.FromSparsity(task.Sparsity));
        NetworkBudget high = rule.Allocate(task.Layers, Density.FromSparsity(task.Sparsity / 2));
        Assert.All(low.Layers.Zip(high.Layers), pair => Assert.True(pair.First.Density <= pair.Second.Density + 1e-9));
    });

    /// <summary>The densities are min(1, ε · raw) for the one ε that spends the budget, which bisection finds too.</summary>
    [Fact]
    public void The_loop_finds_the_scale_that_bisection_finds() => SomeTask.Sample(task =>
    {
        double[] raw = [.. task.Layers.Select(layer => task.Rule switch
        {
            "uniform" => 1,
            "er" => (layer.Shape.Inputs + layer.Shape.Outputs) / (double)(layer.Shape.Inputs * layer.Shape.Outputs),
            _ => layer.Shape.Sizes.Sum() / (double)layer.Shape.Positions,
        })];
        double wanted = (1 - task.Sparsity) * task.Layers.Sum(layer => (double)layer.Shape.Positions);
        double Spent(double scale) => task.Layers.Select((layer, i) => Math.Min(1, scale * raw[i]) * layer.Shape.Positions).Sum();
        double low = 0;
        double high = 1 / raw.Min();
        for (int i = 0; i < 200; i++) (low, high) = Spent((low + high) / 2) < wanted ? ((low + high) / 2, high) : (low, (low + high) / 2);

        NetworkBudget budget = Allocations.All[task.Rule].Allocate(task.Layers, Density.FromSparsity(task.Sparsity));
        Assert.All(budget.Layers.Select((layer, i) => (layer.Density, Expected: Math.Min(1, high * raw[i]))), pair =>
            Assert.Equal(pair.Expected, pair.Density, 1e-9));
    });

    private static void RequireFigures(LayerShape[] layers, double sparsity, double scale, int dense, long connections)
    {
        NetworkBudget budget = Allocations.All["erk"].Allocate(layers, Density.FromSparsity(sparsity));
        Assert.Equal(scale, budget.Scale, 1e-6);
        Assert.Equal(dense, budget.Dense.Count);
        Assert.Equal(connections, budget.Connections);
    }

    private static IReadOnlyList<string> Dense(LayerShape[] layers, double sparsity) =>
        Allocations.All["erk"].Allocate(layers, Density.FromSparsity(sparsity)).Dense;

    private static LayerShape Layer(string name, params long[] sizes) => new(name, new WeightShape(sizes));
}
