using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The two-convolution block of He et al. (2016) with a shortcut of option A: where the shape changes, the shortcut takes
/// every second pixel and gets channels of zeros, half before and half after its own.
/// [N, inputs, H, W] → [N, outputs, H / stride, W / stride].
/// </summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly SparseConv2d conv1;
    private readonly BatchNorm bn1;
    private readonly SparseConv2d conv2;
    private readonly BatchNorm bn2;
    private readonly Relu relu = new();
    private readonly ResidualSum sum = new();
    private readonly ChannelPadShortcut? shortcut;

    /// <summary>A block of two 3×3 convolutions; outputs are at least as many as inputs.</summary>
    public BasicBlock(int inputs, int outputs, int stride)
        : base(nameof(BasicBlock))
    {
        conv1 = new(inputs, outputs, 3, stride, 1, BiasKind.None) { Initialization = Initializations.KaimingNormal };
        bn1 = new(outputs);
        conv2 = new(outputs, outputs, 3, 1, 1, BiasKind.None) { Initialization = Initializations.KaimingNormal };
        bn2 = new(outputs);
        int added = outputs - inputs;
        if (stride != 1 || added != 0) shortcut = new(stride, added / 2, added - added / 2);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor middle = relu.call(bn1.call(conv1.call(input)));
        Tensor output = bn2.call(conv2.call(middle));
        return relu.call(sum.call(output, shortcut is null ? input : shortcut.call(input))).MoveToOuterDisposeScope();
    }
}
