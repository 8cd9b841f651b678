using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// LeNet-5 (LeCun et al., 1998) in the Caffe form that the pruning literature means by it: 5×5 convolutions of 20 and 50
/// channels, each pooled, then 500 hidden neurons; ReLU throughout. [N, C, H, W] → [N, classes].
/// </summary>
internal static class LeNet5
{
    private const int Kernel = 5;

    /// <summary>The network; images have at least 16 pixels on each side.</summary>
    public static nn.Module<Tensor, Tensor> Create(int classes, ImageShape input, WidthFactor width)
    {
        ModelInput.Require("lenet5", input, 16);
        int first = width.Of(20);
        int second = width.Of(50);
        int hidden = width.Of(500);
        return nn.Sequential(
            ("conv1", new SparseConv2d(input.Channels, first, Kernel)),
            ("relu1", new Relu()),
            ("pool1", new MaxPool(2, stride: 2)),
            ("conv2", new SparseConv2d(first, second, Kernel)),
            ("relu2", new Relu()),
            ("pool2", new MaxPool(2, stride: 2)),
            ("flatten", new Flatten()),
            ("fc1", new SparseLinear(checked(second * Left(input.Height) * Left(input.Width)), hidden)),
            ("relu3", new Relu()),
            ("fc2", new SparseLinear(hidden, classes)));
    }

    /// <summary>Pixels left of a side after two rounds of convolution and pooling.</summary>
    private static int Left(int side) => ((side - Kernel + 1) / 2 - Kernel + 1) / 2;
}
