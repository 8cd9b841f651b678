using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>A layer's output in float64, by libtorch's plainest code: what float32 is judged by.</summary>
internal static class DoubleReference
{
    /// <summary>
    /// The largest magnitude of the output; infinity where float64 cannot hold it either; null for modules that are not known here.
    /// </summary>
    public static double? Largest(nn.Module module, Tensor input)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (Of(module, input.detach().to(ScalarType.Float64)) is not { } output) return null;
        using Tensor largest = output.abs().max();
        double value = largest.item<double>();
        return double.IsFinite(value) ? value : double.PositiveInfinity;
    }

    private static Tensor? Of(nn.Module module, Tensor input) => module switch
    {
        // Members of an ensemble scale what goes in and comes out; what they share alone says nothing.
        SparseLayerModule { FastWeights: not null } => null,
        SparseConv2d convolution => nn.functional.conv2d(
            input,
            Wide(convolution.Weight.Dense())!,
            Wide(convolution.Bias),
            [convolution.Geometry.Stride.Vertical, convolution.Geometry.Stride.Horizontal],
            [convolution.Geometry.Padding.Vertical, convolution.Geometry.Padding.Horizontal],
            [convolution.Geometry.Dilation.Vertical, convolution.Geometry.Dilation.Horizontal]),
        SparseLinear linear => nn.functional.linear(input, Wide(linear.Weight.Dense())!, Wide(linear.Bias)),
        BatchNorm { training: true } norm => nn.functional.batch_norm(
            input, null!, null!, Wide(norm.Gamma)!, Wide(norm.Beta)!, training: true, 0, BatchNorm.Epsilon),
        _ => null,
    };

    private static Tensor? Wide(Tensor? tensor) => tensor?.detach().to(ScalarType.Float64);
}
