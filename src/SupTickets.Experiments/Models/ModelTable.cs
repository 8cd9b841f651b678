using System.Globalization;
using System.Text.RegularExpressions;
using SupTickets.Networks;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The architectures, by name. Each is an ordinary TorchSharp module of our layers, [N, C, H, W] → [N, classes] scores,
/// without values until <see cref="SparseNetwork.Initialize"/>.
/// </summary>
public static partial class ModelTable
{
    /// <summary>The momentum of SGD to which the rates of <see cref="RateOf"/> belong.</summary>
    public const double RateMomentum = 0.9;

    // Rates of perceptrons, measured (decision 74).
    private const double PerceptronRate = 0.03, SparsePerceptronRate = 0.1, Sparse = 0.5;

    /// <summary>Every architecture, and the family <c>wrn-D-W</c>.</summary>
    public static NamedTable<ModelEntry> All { get; } = new("model",
        One(
            "vgg16", "VGG-16 (Simonyan and Zisserman, 2015) with batch norm and one hidden linear layer; images of 32 to 63 pixels",
            Vgg16.Create),
        One("resnet50", "ResNet-50 (He et al., 2016): the CIFAR form below 64 pixels, the ImageNet form from 64", ResNet50.Create),
        One("resnet20", "CIFAR ResNet of 20 layers (He et al., 2016), shortcuts without parameters", CifarResNet.WithBlocks(3)),
        One("resnet32", "CIFAR ResNet of 32 layers", CifarResNet.WithBlocks(5)),
        One("resnet44", "CIFAR ResNet of 44 layers", CifarResNet.WithBlocks(7)),
        One("resnet56", "CIFAR ResNet of 56 layers", CifarResNet.WithBlocks(9)),
        One("resnet110", "CIFAR ResNet of 110 layers", CifarResNet.WithBlocks(18)),
        One("wrn-28-10", "wide ResNet of 28 layers, ten times as wide (Zagoruyko and Komodakis, 2016)",
            (classes, input, width) => WideResNet.Create(28, 10, classes, input, width)),
        One("lenet5", "LeNet-5 (LeCun et al., 1998) in its Caffe form, 20-50-500; images of at least 16 pixels", LeNet5.Create),
        One(
            "lenet-300-100", "perceptron with hidden layers of 300 and 100 (LeCun et al., 1998)", Mlp.WithHidden(300, 100),
            isPerceptron: true),
        One("mlp", "perceptron with two hidden layers of 512", Mlp.WithHidden(512, 512), isPerceptron: true),
        new(
            "wrn-D-W", "wide ResNet of any depth D = 6n + 4 (10, 16, 22, 28, …) and any whole width W", "",
            new(WideOf) { IsFamily = true }));

    /// <summary>The names of single architectures; <c>wrn-D-W</c> gives more.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Where(row => !row.Value.IsFamily).Select(row => row.Name)];

    /// <summary>Whether <see cref="Create"/> knows the name.</summary>
    public static bool IsKnown(string name) => Find(name) is not null;

    /// <summary>
    /// The learning rate of SGD with momentum <see cref="RateMomentum"/> that suits an architecture sensitive to it at the given density,
    /// in (0, 1]; null for any other.
    /// </summary>
    public static double? RateOf(string name, double density) =>
        All.Find(name) is not { Value.IsPerceptron: true } ? null : density < Sparse ? SparsePerceptronRate : PerceptronRate;

    /// <summary>The architecture called <paramref name="name"/>, fully connected and not yet initialised.</summary>
    /// <param name="name">One of <see cref="Names"/>, or <c>wrn-D-W</c>.</param>
    /// <param name="classes">Scores per image, at least 1.</param>
    /// <param name="input">The images.</param>
    /// <param name="width">Multiplies every internal channel count, above 0; 1 is the published architecture.</param>
    /// <exception cref="UnknownNameException">No architecture has that name.</exception>
    /// <exception cref="ArgumentException">
    /// The architecture cannot take such images, classes or width are out of range, or the network is larger than
    /// <see cref="Limit.ModelNumbers"/>; the last is known before anything of that size is built.
    /// </exception>
    public static nn.Module<Tensor, Tensor> Create(string name, int classes, ImageShape input, double width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Architecture create = Find(name) ?? throw new UnknownNameException("model", name, All.Names);
        string what = string.Create(CultureInfo.InvariantCulture, $"{name} of width {width} for {input} and {classes} classes");
        try
        {
            return ParameterBudget.Build(what, () => create(classes, input, new WidthFactor(width)));
        }
        catch (OverflowException)
        {
            throw new ArgumentException($"{what} has a layer of more channels than an int can number");
        }
        catch (ArgumentException defect) when (defect.ParamName == "sizes")
        {
            throw new ArgumentException($"{what} has a layer that is too large: {SettingRefusal.Words(defect)}");
        }
    }

    private static Architecture? Find(string name) =>
        All.Select(row => row.Value.ArchitectureOf(name)).FirstOrDefault(found => found is not null);

    private static NamedRow<ModelEntry> One(string name, string summary, Architecture create, bool isPerceptron = false) =>
        new(name, summary, "", new(asked => asked == name ? create : null) { IsPerceptron = isPerceptron });

    private static Architecture? WideOf(string name)
    {
        Match match = WideName().Match(name);
        if (!match.Success) return null;
        int depth = int.Parse(match.Groups["depth"].Value, CultureInfo.InvariantCulture);
        int widening = int.Parse(match.Groups["widening"].Value, CultureInfo.InvariantCulture);
        return WideResNet.IsDepth(depth) ? (classes, input, width) => WideResNet.Create(depth, widening, classes, input, width) : null;
    }

    [GeneratedRegex("^wrn-(?<depth>[1-9][0-9]{1,3})-(?<widening>[1-9][0-9]{0,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex WideName();
}
