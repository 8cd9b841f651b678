using SupTickets.Layers;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>A layer's output in float64, computed by libtorch's simplest functions. Float32 results are compared with it.</summary>
internal static class DoubleReference
{
    /// <summary>
    /// The largest magnitude of the output, and the largest sum of the magnitudes of its terms; null for modules of other kinds.
    /// </summary>
    public static Magnitudes? Of(nn.Module module, Tensor input)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor wide = Wide(input)!;
        return Output(module, wide, part => part) is { } output && Terms(module, wide) is { } terms ? new(Largest(output), Largest(terms))
            : null;
    }

    // With magnitudes in place of numbers nothing cancels, so this sum bounds every intermediate sum, in whatever order they are added.
    private static Tensor? Terms(nn.Module module, Tensor input) =>
        module is BatchNorm norm ? Terms(norm, input) : Output(module, input.abs(), part => part.abs());

    // Squares are summed for the variance; then γ ÷ σ is multiplied with images and mean apart, before β is added.
    private static Tensor Terms(BatchNorm norm, Tensor input)
    {
        long[] axes = [0, .. Enumerable.Range(2, Math.Max(0, (int)input.dim() - 2)).Select(axis => (long)axis)];
        Tensor variance = input.var(axes, unbiased: false).add(tensor(BatchNorm.Epsilon, ScalarType.Float64), Scalars.One);
        Tensor factor = Wide(norm.Gamma)!.abs().div(variance.sqrt());
        Tensor largest = input.abs().amax(axes).add(input.mean(axes).abs(), Scalars.One);
        return cat([input.mul(input).sum(axes), factor, largest.mul(factor).add(Wide(norm.Beta)!.abs(), Scalars.One)]);
    }

    // Infinity where float64 cannot hold it either.
    private static double Largest(Tensor tensor)
    {
        using Tensor largest = tensor.abs().max();
        double value = largest.item<double>();
        return double.IsFinite(value) ? value : double.PositiveInfinity;
    }

    private static Tensor? Output(nn.Module module, Tensor input, Func<Tensor, Tensor> change) => module switch
    {
        // Members of an ensemble scale inputs and outputs, so the shared weight alone says nothing.
        SparseLayerModule { FastWeights: not null } => null,
        SparseConv2d convolution => nn.functional.conv2d(
            input,
            change(Wide(convolution.Weight.Dense())!),
            Wide(convolution.Bias) is { } bias ? change(bias) : null,
            [convolution.Geometry.Stride.Vertical, convolution.Geometry.Stride.Horizontal],
            [convolution.Geometry.Padding.Vertical, convolution.Geometry.Padding.Horizontal],
            [convolution.Geometry.Dilation.Vertical, convolution.Geometry.Dilation.Horizontal]),
        SparseLinear linear => nn.functional.linear(
            input, change(Wide(linear.Weight.Dense())!), Wide(linear.Bias) is { } bias ? change(bias) : null),
        BatchNorm { training: true } norm => nn.functional.batch_norm(
            input, null!, null!, Wide(norm.Gamma)!, Wide(norm.Beta)!, training: true, 0, BatchNorm.Epsilon),
        _ => null,
    };

    private static Tensor? Wide(Tensor? tensor) => tensor?.detach().to(ScalarType.Float64);

    /// <summary>How large the numbers of a result become.</summary>
    /// <param name="Result">The largest magnitude of a result; infinite where float64 cannot hold it.</param>
    /// <param name="Terms">The largest sum of the magnitudes of a result's terms, a bound on every intermediate sum.</param>
    public readonly record struct Magnitudes(double Result, double Terms);
}
