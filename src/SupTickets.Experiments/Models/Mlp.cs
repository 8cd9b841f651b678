using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// Perceptrons with two hidden layers and ReLU: LeNet-300-100 (LeCun et al., 1998) and relatives. [N, C, H, W] → [N, classes].
/// </summary>
internal static class Mlp
{
    /// <summary>The network with the given hidden neurons; images of any size.</summary>
    public static Architecture WithHidden(int first, int second) =>
        (classes, input, width) => nn.Sequential(
            ("flatten", new Flatten()),
            ("fc1", new SparseLinear(input.Length, width.Of(first))),
            ("relu1", new Relu()),
            ("fc2", new SparseLinear(width.Of(first), width.Of(second))),
            ("relu2", new Relu()),
            ("fc3", new SparseLinear(width.Of(second), classes)));
}
