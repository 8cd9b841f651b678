using System.Globalization;
using System.Text.RegularExpressions;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The architectures, by name. Each is an ordinary TorchSharp module of our layers, [N, C, H, W] → [N, classes] scores,
/// without values until <see cref="Layers.SparseNetwork.Initialize"/>.
/// </summary>
public static partial class ModelTable
{
    /// <summary>The momentum of SGD for which the rates of <see cref="RateOf"/> are.</summary>
    public const double RateMomentum = 0.9;

    // Perceptrons without batch norm, measured (decision 74): few connections make their signals so small that a high rate does no harm.
    private const double PerceptronRate = 0.03, SparsePerceptronRate = 0.1, Sparse = 0.5;

    private static readonly HashSet<string> Perceptrons = new(StringComparer.Ordinal) { "lenet-300-100", "mlp" };

    private static readonly Dictionary<string, (Architecture Create, string Summary)> Table = new(StringComparer.Ordinal)
    {
        ["vgg16"] = (Vgg16.Create, "VGG-16 (Simonyan and Zisserman, 2015) with batch norm and one hidden linear layer; images of 32 to 63 pixels"),
        ["resnet50"] = (ResNet50.Create, "ResNet-50 (He et al., 2016): the CIFAR form below 64 pixels, the ImageNet form from 64"),
        ["resnet20"] = (CifarResNet.WithBlocks(3), "CIFAR ResNet of 20 layers (He et al., 2016), shortcuts without parameters"),
        ["resnet32"] = (CifarResNet.WithBlocks(5), "CIFAR ResNet of 32 layers"),
        ["resnet44"] = (CifarResNet.WithBlocks(7), "CIFAR ResNet of 44 layers"),
        ["resnet56"] = (CifarResNet.WithBlocks(9), "CIFAR ResNet of 56 layers"),
        ["resnet110"] = (CifarResNet.WithBlocks(18), "CIFAR ResNet of 110 layers"),
        ["wrn-28-10"] = ((classes, input, width) => WideResNet.Create(28, 10, classes, input, width), "wide ResNet of 28 layers, ten times as wide (Zagoruyko and Komodakis, 2016)"),
        ["lenet5"] = (LeNet5.Create, "LeNet-5 (LeCun et al., 1998) in its Caffe form, 20-50-500; images of at least 16 pixels"),
        ["lenet-300-100"] = (Mlp.WithHidden(300, 100), "perceptron with hidden layers of 300 and 100 (LeCun et al., 1998)"),
        ["mlp"] = (Mlp.WithHidden(512, 512), "perceptron with two hidden layers of 512"),
    };

    /// <summary>The names that are spelled out; <c>wrn-D-W</c> gives more.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    /// <summary>Every name and pattern with its summary, for lists and help.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        .. Table.Select(named => new ModelEntry(named.Key, named.Value.Summary)),
        new("wrn-D-W", "wide ResNet of any depth D = 6n + 4 (10, 16, 22, 28, …) and any whole width W"),
    ];

    /// <summary><see cref="Names"/> and the pattern <c>wrn-D-W</c>, for messages.</summary>
    public static IReadOnlyList<string> NamesAndPatterns { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Whether <see cref="Create"/> knows the name.</summary>
    public static bool IsKnown(string name) => Find(name) is not null;

    /// <summary>
    /// The learning rate of SGD with momentum <see cref="RateMomentum"/> that suits an architecture sensitive to it at the given density,
    /// in (0, 1]; null for any other.
    /// </summary>
    public static double? RateOf(string name, double density) => !Perceptrons.Contains(name) ? null : density < Sparse ? SparsePerceptronRate : PerceptronRate;

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
        Architecture create = Find(name) ?? throw new UnknownNameException("model", name, NamesAndPatterns);
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

    private static Architecture? Find(string name)
    {
        if (Table.TryGetValue(name, out (Architecture Create, string Summary) found)) return found.Create;
        Match match = WideName().Match(name);
        if (!match.Success) return null;
        int depth = int.Parse(match.Groups["depth"].Value, CultureInfo.InvariantCulture);
        int widening = int.Parse(match.Groups["widening"].Value, CultureInfo.InvariantCulture);
        return WideResNet.IsDepth(depth) ? (classes, input, width) => WideResNet.Create(depth, widening, classes, input, width) : null;
    }

    [GeneratedRegex("^wrn-(?<depth>[1-9][0-9]{1,3})-(?<widening>[1-9][0-9]{0,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex WideName();
}
