using SupTickets.Layers;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;

namespace SupTickets.Conversion;

/// <summary>Turns one layer of TorchSharp into ours, with copies of its parameters and statistics.</summary>
internal static class LayerConversion
{
    private const double Epsilon = 1e-5;

    /// <summary>Whether the module is a layer that <see cref="Convert"/> turns into ours, or refuses.</summary>
    public static bool IsLayer(nn.Module module) => module is Convolution or Linear or BatchNorm1d or BatchNorm2d;

    /// <summary>The layer of ours with the same parameters; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static nn.Module Convert(string name, nn.Module layer)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        string what = name.Length == 0 ? layer.GetType().Name : $"layer '{name}' ({layer.GetType().Name})";
        foreach ((string parameter, Parameter value) in layer.named_parameters())
        {
            Require(value.dtype == ScalarType.Float32, what, $"{parameter} is {value.dtype}, and only Float32 is supported");
            Require(value.requires_grad, what, $"{parameter} is frozen, and a sparse layer always learns");
        }

        nn.Module next = layer switch
        {
            Conv2d convolution => SparseOf(what, convolution),
            Linear linear => SparseOf(linear),
            NormBase norm => OursOf(what, norm),
            _ => throw new NotSupportedException($"{what} cannot be sparse: only two-dimensional convolutions that are not transposed can"),
        };
        if (!layer.training) next.eval();
        return next;
    }

    private static SparseConv2d SparseOf(string what, Conv2d convolution)
    {
        Require(!convolution.transposed, what, "it is transposed");
        Require(convolution.groups == 1, what, $"it has {convolution.groups} groups, and only 1 is supported");
        Require(
            convolution.padding_mode == PaddingModes.Zeros, what, $"it pads with {convolution.padding_mode}, and only Zeros is supported");
        ConvolutionGeometry geometry = new(Pair(convolution.stride), PaddingOf(what, convolution), Pair(convolution.dilation));
        SparseConv2d next = new(
            new WeightShape(convolution.weight!.shape), geometry, convolution.bias is null ? BiasKind.None : BiasKind.Uniform);
        Copy(convolution.weight, convolution.bias, next);
        return next;
    }

    private static SparseLinear SparseOf(Linear linear)
    {
        SparseLinear next = new((int)linear.in_features, (int)linear.out_features, linear.bias is null ? BiasKind.None : BiasKind.Uniform);
        Copy(linear.weight!, linear.bias, next);
        return next;
    }

    private static BatchNorm OursOf(string what, NormBase norm)
    {
        Require(norm.affine && norm.track_running_stats, what, "it has no scale and shift of its own, or no running statistics");
        Require(norm.eps == Epsilon, what, $"its epsilon is {norm.eps}, and only {Epsilon} is supported");
        BatchNorm next = new((int)norm.num_features) { Momentum = norm.momentum };
        next.to(norm.weight!.device);
        Dictionary<string, Tensor> source = norm.state_dict();
        foreach ((string name, Tensor target) in next.state_dict()) target.copy_(source[name]);
        return next;
    }

    private static void Copy(Parameter weight, Parameter? bias, SparseLayerModule target)
    {
        target.to(weight.device);
        target.Restore(Connectivity.Full(target.Weight.Shape.Positions), weight.detach().contiguous().cpu().data<float>().ToArray());
        if (bias is not null) target.Bias!.copy_(bias);
    }

    private static (int Vertical, int Horizontal) PaddingOf(string what, Conv2d convolution)
    {
        if (convolution.padding_type is not { } type) return Pair(convolution.padding ?? [0, 0]);
        if (type == Padding.Valid) return (0, 0);
        (int vertical, int horizontal) = Pair(convolution.dilation);
        long high = vertical * (convolution.kernel_size[0] - 1);
        long wide = horizontal * (convolution.kernel_size[1] - 1);
        Require(high % 2 == 0 && wide % 2 == 0, what, "its padding 'same' differs between the two sides");
        return ((int)high / 2, (int)wide / 2);
    }

    private static (int Vertical, int Horizontal) Pair(long[] sizes) => ((int)sizes[0], (int)sizes[^1]);

    private static void Require(bool holds, string what, string reason)
    {
        if (!holds) throw new NotSupportedException($"{what} cannot be converted: {reason}");
    }
}
