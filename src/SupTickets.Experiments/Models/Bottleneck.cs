using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// The bottleneck block of He et al. (2016): 1×1, 3×3 and 1×1 convolutions around a shortcut, which has a convolution of its
/// own where the shape changes. [N, inputs, H, W] → [N, 4 · planes, H / stride, W / stride].
/// </summary>
internal sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    /// <summary>Output channels over planes.</summary>
    public const int Expansion = 4;

    private readonly SparseConv2d conv1;
    private readonly BatchNorm bn1;
    private readonly SparseConv2d conv2;
    private readonly BatchNorm bn2;
    private readonly SparseConv2d conv3;
    private readonly BatchNorm bn3;
    private readonly Relu relu = new();
    private readonly ResidualSum sum = new();
    private readonly nn.Module<Tensor, Tensor>? downsample;

    /// <summary>A block whose convolutions all start by <paramref name="initialization"/>.</summary>
    public Bottleneck(int inputs, int planes, int stride, Initialization initialization)
        : base(nameof(Bottleneck))
    {
        int outputs = planes * Expansion;
        conv1 = new(inputs, planes, 1, bias: BiasKind.None) { Initialization = initialization };
        bn1 = new(planes);
        conv2 = new(planes, planes, 3, stride, 1, BiasKind.None) { Initialization = initialization };
        bn2 = new(planes);
        conv3 = new(planes, outputs, 1, bias: BiasKind.None) { Initialization = initialization };
        bn3 = new(outputs);
        if (stride != 1 || inputs != outputs)
        {
            downsample = nn.Sequential(
                new SparseConv2d(inputs, outputs, 1, stride, bias: BiasKind.None) { Initialization = initialization },
                new BatchNorm(outputs));
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor narrow = relu.call(bn1.call(conv1.call(input)));
        Tensor middle = relu.call(bn2.call(conv2.call(narrow)));
        Tensor wide = bn3.call(conv3.call(middle));
        Tensor shortcut = downsample is null ? input : downsample.call(input);
        return relu.call(sum.call(wide, shortcut)).MoveToOuterDisposeScope();
    }
}
