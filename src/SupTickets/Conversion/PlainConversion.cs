using SupTickets.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Flatten = SupTickets.Layers.Flatten;

namespace SupTickets.Conversion;

/// <summary>Turns modules of TorchSharp without parameters into ours, which the sparse engine can follow.</summary>
internal static class PlainConversion
{
    /// <summary>The module of ours that computes the same, or null where there is none.</summary>
    public static nn.Module? OursOf(nn.Module module) => module switch
    {
        ReLU relu => new Relu { InPlace = relu.inplace },
        MaxPool2d pool => OursOf(pool),
        TorchSharp.Modules.Flatten { start_dim: 1, end_dim: -1 } => new Flatten(),
        AdaptiveAvgPool2d pool when pool.output_size.All(side => side == 1) => new GlobalAveragePool(),
        _ => null,
    };

    private static MaxPool? OursOf(MaxPool2d pool)
    {
        if (pool.ceil_mode || Side(pool.dilation, 1) != 1 || Side(pool.kernel_size, 0) is not { } kernel) return null;
        return Side(pool.stride, kernel) is { } stride && Side(pool.padding, 0) is { } padding ? new(kernel, stride, padding) : null;
    }

    // The common value of both axes; null if they differ.
    private static int? Side(long[]? sizes, int unsaid) =>
        sizes is not [var first, ..] ? unsaid : sizes.All(size => size == first) ? (int)first : null;
}
