using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The ResNets that He et al. (2016, §4.2) built for CIFAR: 6n + 2 layers of 16, 32 and 64 channels, shortcuts without
/// parameters (option A), convolutions Kaiming normal. [N, C, H, W] → [N, classes].
/// </summary>
internal static class CifarResNet
{
    /// <summary>The network with n = <paramref name="blocks"/> blocks a stage; images have at least 8 pixels on each side.</summary>
    public static Architecture WithBlocks(int blocks) =>
        (classes, input, width) => Create(blocks, classes, input, width);

    private static nn.Module<Tensor, Tensor> Create(int blocks, int classes, ImageShape input, WidthFactor width)
    {
        ModelInput.Require($"resnet{6 * blocks + 2}", input, 8);
        int channels = width.Of(16);
        List<(string Name, nn.Module<Tensor, Tensor> Module)> network =
        [
            ("conv1", new SparseConv2d(input.Channels, channels, 3, padding: 1, bias: BiasKind.None)
            {
                Initialization = Initializations.KaimingNormal,
            }),
            ("bn1", new BatchNorm(channels)),
            ("relu", new Relu()),
        ];
        for (int stage = 0; stage < 3; stage++)
        {
            int outputs = width.Of(16 << stage);
            List<nn.Module<Tensor, Tensor>> layer = [];
            for (int block = 0; block < blocks; block++)
            {
                layer.Add(new BasicBlock(channels, outputs, stage > 0 && block == 0 ? 2 : 1));
                channels = outputs;
            }

            network.Add(($"layer{stage + 1}", nn.Sequential([.. layer])));
        }

        network.AddRange([("avgpool", new GlobalAveragePool()), ("flatten", new Flatten()), ("fc", new SparseLinear(channels, classes))]);
        return nn.Sequential([.. network]);
    }
}
