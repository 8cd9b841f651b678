using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The pre-activation block of Zagoruyko and Komodakis (2016). Where the shape changes, the shortcut is a 1×1 convolution of
/// the activated input; elsewhere it is the input itself. [N, inputs, H, W] → [N, outputs, H / stride, W / stride].
/// </summary>
internal sealed class WideBlock : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm bn1;
    private readonly SparseConv2d conv1;
    private readonly BatchNorm bn2;
    private readonly SparseConv2d conv2;
    private readonly Relu relu = new();
    private readonly ResidualSum sum = new();
    private readonly SparseConv2d? downsample;

    /// <summary>A block of two 3×3 convolutions.</summary>
    public WideBlock(int inputs, int outputs, int stride)
        : base(nameof(WideBlock))
    {
        bn1 = new(inputs);
        conv1 = new(inputs, outputs, 3, stride, 1, BiasKind.None) { Initialization = Initializations.KaimingNormalFanOut };
        bn2 = new(outputs);
        conv2 = new(outputs, outputs, 3, 1, 1, BiasKind.None) { Initialization = Initializations.KaimingNormalFanOut };
        if (stride != 1 || inputs != outputs)
            downsample = new(inputs, outputs, 1, stride, bias: BiasKind.None) { Initialization = Initializations.KaimingNormalFanOut };
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor activated = relu.call(bn1.call(input));
        Tensor middle = relu.call(bn2.call(conv1.call(activated)));
        Tensor shortcut = downsample is null ? input : downsample.call(activated);
        return sum.call(conv2.call(middle), shortcut).MoveToOuterDisposeScope();
    }
}
