using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// VGG-16 (Simonyan and Zisserman, 2015, column D) as the paper's code trains it on CIFAR ("vgg-like"): convolutions with
/// bias and batch norm, one hidden linear layer of 512 whose batch norm comes after the ReLU. PyTorch's default
/// initialisation. Names as in torchvision's <c>vgg16_bn</c>. [N, C, H, W] → [N, classes].
/// </summary>
internal static class Vgg16
{
    private const int Pool = 0;

    /// <summary>The network. Five poolings must leave one pixel, so images have 32 to 63 pixels on each side.</summary>
    public static nn.Module<Tensor, Tensor> Create(int classes, ImageShape input, WidthFactor width)
    {
        ModelInput.Require("vgg16", input, 32, 63);
        int[] plan = [64, 64, Pool, 128, 128, Pool, 256, 256, 256, Pool, 512, 512, 512, Pool, 512, 512, 512, Pool];
        List<nn.Module<Tensor, Tensor>> features = [];
        int channels = input.Channels;
        foreach (int step in plan)
        {
            if (step == Pool)
            {
                features.Add(new MaxPool(2, stride: 2));
                continue;
            }

            int outputs = width.Of(step);
            features.AddRange([new SparseConv2d(channels, outputs, 3, padding: 1), new BatchNorm(outputs), new Relu()]);
            channels = outputs;
        }

        int hidden = width.Of(512);
        return nn.Sequential(
            ("features", nn.Sequential([.. features])),
            ("flatten", new Flatten()),
            ("classifier", nn.Sequential(
                new SparseLinear(channels, hidden), new Relu(), new BatchNorm(hidden), new SparseLinear(hidden, classes))));
    }
}
