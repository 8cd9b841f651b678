using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace SupTickets.Experiments.Models;

/// <summary>
/// ResNet-50 (He et al., 2016) in two forms, stride on the 3×3 convolutions ("v1.5"), names as in torchvision.
/// Below 64 pixels the CIFAR form: 3×3 stem, no stem pooling, classifier without bias, PyTorch's default initialisation.
/// From 64 pixels the ImageNet form: 7×7 stem of stride 2 and pooling, classifier with bias, convolutions Kaiming normal
/// and γ = 1 in every batch norm, the last of a block included. [N, C, H, W] → [N, classes].
/// </summary>
internal static class ResNet50
{
    private const int SmallestImageNetSide = 64;

    /// <summary>The form that suits the images, which have at least 8 pixels on each side.</summary>
    public static nn.Module<Tensor, Tensor> Create(int classes, ImageShape input, WidthFactor width)
    {
        ModelInput.Require("resnet50", input, 8);
        return Math.Min(input.Height, input.Width) < SmallestImageNetSide ? Cifar(classes, input, width) : ImageNet(classes, input, width);
    }

    private static Sequential Cifar(int classes, ImageShape input, WidthFactor width)
    {
        int stem = width.Of(64);
        return nn.Sequential(
        [
            ("conv1", new SparseConv2d(input.Channels, stem, 3, padding: 1, bias: BiasKind.None)),
            ("bn1", new BatchNorm(stem)),
            ("relu", new Relu()),
            .. Trunk(stem, width, Initializations.KaimingUniform),
            ("fc", new SparseLinear(width.Of(512) * Bottleneck.Expansion, classes, BiasKind.None)),
        ]);
    }

    private static Sequential ImageNet(int classes, ImageShape input, WidthFactor width)
    {
        int stem = width.Of(64);
        return nn.Sequential(
        [
            ("conv1", new SparseConv2d(input.Channels, stem, 7, stride: 2, padding: 3, bias: BiasKind.None)
            {
                Initialization = Initializations.KaimingNormal,
            }),
            ("bn1", new BatchNorm(stem)),
            ("relu", new Relu()),
            ("maxpool", new MaxPool(3, stride: 2, padding: 1)),
            .. Trunk(stem, width, Initializations.KaimingNormal),
            ("fc", new SparseLinear(width.Of(512) * Bottleneck.Expansion, classes)),
        ]);
    }

    private static IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> Trunk(
        int inputs, WidthFactor width, Initialization initialization)
    {
        foreach ((int stage, int blocks) in new[] { 3, 4, 6, 3 }.Index())
        {
            int planes = width.Of(64 << stage);
            List<nn.Module<Tensor, Tensor>> layer = [];
            for (int block = 0; block < blocks; block++)
            {
                layer.Add(new Bottleneck(inputs, planes, stage > 0 && block == 0 ? 2 : 1, initialization));
                inputs = planes * Bottleneck.Expansion;
            }

            yield return ($"layer{stage + 1}", nn.Sequential([.. layer]));
        }

        yield return ("avgpool", new GlobalAveragePool());
        yield return ("flatten", new Flatten());
    }
}
