using SupTickets.Layers;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Models;

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
    private readonly int stride;
    private readonly int newChannels;

    /// <summary>A block of two 3×3 convolutions; outputs are at least as many as inputs.</summary>
    public BasicBlock(int inputs, int outputs, int stride)
        : base(nameof(BasicBlock))
    {
        this.stride = stride;
        newChannels = outputs - inputs;
        conv1 = new(inputs, outputs, 3, stride, 1, BiasKind.None) { Initialization = Initializations.KaimingNormal };
        bn1 = new(outputs);
        conv2 = new(outputs, outputs, 3, 1, 1, BiasKind.None) { Initialization = Initializations.KaimingNormal };
        bn2 = new(outputs);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor middle = bn1.call(conv1.call(input)).relu_();
        Tensor output = bn2.call(conv2.call(middle));
        return output.add_(Shortcut(input), Scalars.One).relu_().MoveToOuterDisposeScope();
    }

    private Tensor Shortcut(Tensor input)
    {
        Tensor shortcut = stride == 1 ? input : input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride);
        if (newChannels == 0) return shortcut;
        int before = newChannels / 2;
        return nn.functional.pad(shortcut, [0, 0, 0, 0, before, newChannels - before]);
    }
}
