using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Models;

public sealed class ModelTableTests
{
    [Theory]
    [InlineData("vgg16", 10, "3x32x32", 15, 14_977_728, 4_746, 9_472, 313_463_808)]
    [InlineData("vgg16", 100, "3x32x32", 15, 15_023_808, 4_836, 9_472, 313_509_888)]
    [InlineData("resnet50", 10, "3x32x32", 54, 23_467_712, 0, 53_120, 1_297_829_888)]
    [InlineData("resnet50", 100, "3x32x32", 54, 23_652_032, 0, 53_120, 1_298_014_208)]
    [InlineData("resnet50", 1000, "3x224x224", 54, 25_502_912, 1_000, 53_120, 4_089_184_256)]
    [InlineData("wrn-28-10", 10, "3x32x32", 29, 36_461_232, 10, 17_952, 5_243_328_768)]
    [InlineData("wrn-16-4", 10, "3x32x32", 17, 2_745_264, 10, 3_616, 392_612_352)]
    [InlineData("lenet5", 10, "1x28x28", 4, 430_500, 580, 0, 2_293_000)]
    [InlineData("lenet-300-100", 10, "1x28x28", 3, 266_200, 410, 0, 266_200)]
    [InlineData("mlp", 10, "1x28x28", 3, 668_672, 1_034, 0, 668_672)]
    public void Parameters_and_multiply_adds_are_those_of_the_published_architecture(
        string model, int classes, string input, int layers, long weights, long biases, long norms, long macs)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Measured(model, classes, input, 1);
        Assert.Equal(layers, network.Layers.Count);
        Assert.Equal(weights, network.Positions);
        Assert.Equal(biases, network.Layers.Sum(layer => layer.Module.Bias?.numel() ?? 0));
        Assert.Equal(norms, network.BatchNorms.Sum(norm => norm.parameters().Sum(parameter => parameter.numel())));
        Assert.Equal(weights + biases + norms, network.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(2 * macs, FlopCount.DenseInference(network));
    }

    /// <summary>Table 6 of He et al. (2016) rounds these to 0.27, 0.46, 0.66, 0.85 and 1.7 million.</summary>
    [Theory]
    [InlineData("resnet20", 20, 269_722)]
    [InlineData("resnet32", 32, 464_154)]
    [InlineData("resnet44", 44, 658_586)]
    [InlineData("resnet56", 56, 853_018)]
    [InlineData("resnet110", 110, 1_727_962)]
    public void Cifar_resnets_have_their_layers_and_parameters(string model, int layers, long parameters)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Measured(model, 10, "3x32x32", 1);
        Assert.Equal(layers, network.Layers.Count);
        Assert.Equal(parameters, network.Module.parameters().Sum(parameter => parameter.numel()));
    }

    /// <summary>8,178,368,512 is what the paper's dense ResNet-50 costs on ImageNet, without its average pooling.</summary>
    [Fact]
    public void Resnet50_has_torchvisions_parameters_and_the_papers_flops_on_ImageNet()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = Measured("resnet50", 1000, "3x224x224", 1);
        Assert.Equal(25_557_032, network.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(8_178_368_512, FlopCount.DenseInference(network));
    }

    [Fact]
    public void Resnet50_has_torchvisions_parameter_names_in_torchvisions_order()
    {
        string[] Norm(string name) => [$"{name}.weight", $"{name}.bias"];
        List<string> expected = ["conv1.weight", .. Norm("bn1")];
        foreach ((int stage, int blocks) in new[] { (1, 3), (2, 4), (3, 6), (4, 3) })
        {
            for (int block = 0; block < blocks; block++)
            {
                string prefix = $"layer{stage}.{block}";
                for (int i = 1; i <= 3; i++) expected.AddRange([$"{prefix}.conv{i}.weight", .. Norm($"{prefix}.bn{i}")]);
                if (block == 0) expected.AddRange([$"{prefix}.downsample.0.weight", .. Norm($"{prefix}.downsample.1")]);
            }
        }

        expected.AddRange(["fc.weight", "fc.bias"]);
        using var scope = NewDisposeScope();
        using var model = ModelTable.Create("resnet50", 1000, new(3, 224, 224), 0.1);
        Assert.Equal(expected, model.named_parameters().Select(named => named.name));
        Assert.Equal(
            ["bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"], model.named_buffers().Take(3).Select(named => named.name));
    }

    [Fact]
    public void Layers_are_listed_in_network_order()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork vgg = Measured("vgg16", 10, "3x32x32", 0.1);
        Assert.Equal(
            [.. new[] { 0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40 }.Select(i => $"features.{i}"), "classifier.0", "classifier.3"],
            vgg.Layers.Select(layer => layer.Name));
        using SparseNetwork wide = Measured("wrn-10-1", 10, "3x32x32", 1);
        Assert.Equal(
            [
                "conv1", "layer1.0.conv1", "layer1.0.conv2", "layer2.0.conv1", "layer2.0.conv2", "layer2.0.downsample",
                "layer3.0.conv1", "layer3.0.conv2", "layer3.0.downsample", "fc",
            ],
            wide.Layers.Select(layer => layer.Name));
    }

    /// <summary>
    /// Small-Dense stores as many bits as the sparse network: 32 for each connection and a bitmask of one for each position.
    /// </summary>
    [Theory]
    [InlineData(0.465, 0.8)]
    [InlineData(0.34, 0.9)]
    public void The_papers_small_dense_widths_store_the_bits_of_the_sparse_network(double width, double sparsity)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork small = Measured("resnet50", 1000, "3x224x224", width);
        double bits = 32.0 * small.Positions;
        Assert.Equal(1, bits / (25_502_912 * (32 * (1 - sparsity) + 1)), 0.03);
    }

    [Fact]
    public void Initial_weights_have_the_spread_that_each_architecture_asks_for()
    {
        RequireDeviation("vgg16", "3x32x32", "features.3", Math.Sqrt(1.0 / (3 * 64 * 9)));
        RequireDeviation("resnet50", "3x32x32", "layer1.0.conv2", Math.Sqrt(1.0 / (3 * 64 * 9)));
        RequireDeviation("resnet50", "3x64x64", "layer1.0.conv3", Math.Sqrt(2.0 / 64));
        RequireDeviation("resnet20", "3x32x32", "layer3.0.conv1", Math.Sqrt(2.0 / (32 * 9)));
        RequireDeviation("wrn-16-4", "3x32x32", "layer2.0.downsample", Math.Sqrt(2.0 / 128));
    }

    [Theory]
    [InlineData("vgg16", "3x224x224", "vgg16 takes images of 32 to 63 pixels on each side, not 3x224x224")]
    [InlineData("vgg16", "3x28x28", "vgg16 takes images of 32 to 63 pixels on each side, not 3x28x28")]
    [InlineData("lenet5", "1x12x28", "lenet5 takes images of at least 16 pixels on each side, not 1x12x28")]
    [InlineData("resnet56", "3x4x4", "resnet56 takes images of at least 8 pixels on each side, not 3x4x4")]
    [InlineData("wrn-10-2", "3x4x4", "wrn-10-2 takes images of at least 8 pixels on each side, not 3x4x4")]
    public void Images_a_model_cannot_take_are_refused(string model, string input, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => ModelTable.Create(model, 10, ImageShape.Parse(input), 1)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("vgg16", true)]
    [InlineData("wrn-10-1", true)]
    [InlineData("wrn-40-14", true)]
    [InlineData("wrn-27-10", false)]
    [InlineData("wrn-4-1", false)]
    [InlineData("wrn-28-0", false)]
    [InlineData("wrn-28", false)]
    [InlineData("wrn-D-W", false)]
    [InlineData("VGG16", false)]
    [InlineData("resnet18", false)]
    public void Names_are_known_or_not(string name, bool known) => Assert.Equal(known, ModelTable.IsKnown(name));

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_first() => Assert.StartsWith(
        "unknown model 'resnet51'; known: resnet50,",
        Assert.Throws<UnknownNameException>(() => ModelTable.Create("resnet51", 10, new(3, 32, 32), 1)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_width_that_is_not_a_positive_number_is_refused(double width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelTable.Create("mlp", 10, new(3, 32, 32), width));

    [Fact]
    public void No_classes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelTable.Create("mlp", 0, new(3, 32, 32), 1));

    private static SparseNetwork Measured(string model, int classes, string input, double width)
    {
        SparseNetwork network = new(ModelTable.Create(model, classes, ImageShape.Parse(input), width));
        network.Measure(ImageShape.Parse(input));
        return network;
    }

    private static void RequireDeviation(string model, string input, string layer, double expected)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create(model, 10, ImageShape.Parse(input), 1));
        SparseLayer found = network.Layers.Single(candidate => candidate.Name == layer);
        found.Module.Initialize(new Seed(3));
        Assert.Equal(1, Math.Sqrt(found.Weight.ValuesOnHost().Average(value => (double)value * value)) / expected, 0.05);
    }
}
