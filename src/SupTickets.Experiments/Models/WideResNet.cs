using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// Wide residual networks (Zagoruyko and Komodakis, 2016): pre-activation blocks, no dropout; convolutions normal with
/// standard deviation √(2 / (k² · outputs)), classifier bias zero. [N, C, H, W] → [N, classes].
/// </summary>
internal static class WideResNet
{
    /// <summary>Whether a wide ResNet can have that many layers: 6n + 4 for a whole n above 0.</summary>
    public static bool IsDepth(int depth) => depth >= 10 && (depth - 4) % 6 == 0;

    /// <summary>WRN-<paramref name="depth"/>-<paramref name="widening"/>; images have at least 8 pixels on each side.</summary>
    public static nn.Module<Tensor, Tensor> Create(int depth, int widening, int classes, ImageShape input, WidthFactor width)
    {
        ModelInput.Require($"wrn-{depth}-{widening}", input, 8);
        int channels = width.Of(16);
        List<(string Name, nn.Module<Tensor, Tensor> Module)> network =
        [
            ("conv1", new SparseConv2d(input.Channels, channels, 3, padding: 1, bias: BiasKind.None)
            {
                Initialization = Initializations.KaimingNormalFanOut,
            }),
        ];
        for (int stage = 0; stage < 3; stage++)
        {
            int outputs = width.Of((16 << stage) * widening);
            List<nn.Module<Tensor, Tensor>> layer = [];
            for (int block = 0; block < (depth - 4) / 6; block++)
            {
                layer.Add(new WideBlock(channels, outputs, stage > 0 && block == 0 ? 2 : 1));
                channels = outputs;
            }

            network.Add(($"layer{stage + 1}", nn.Sequential([.. layer])));
        }

        network.AddRange(
        [
            ("bn1", new BatchNorm(channels)),
            ("relu", new Relu()),
            ("avgpool", new GlobalAveragePool()),
            ("flatten", new Flatten()),
            ("fc", new SparseLinear(channels, classes, BiasKind.Zero)),
        ]);
        return nn.Sequential([.. network]);
    }
}
