using SupTickets.Kernels.Convolution;
using SupTickets.LibTorch;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>A two-dimensional convolution with a sparse weight. [N, inputs, H, W] → [N, outputs, H′, W′].</summary>
public sealed class SparseConv2d : SparseLayerModule
{
    /// <summary>A convolution with a square kernel.</summary>
    public SparseConv2d(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, BiasKind bias = BiasKind.Uniform)
        : this(new WeightShape(outputs, inputs, kernel, kernel), ConvolutionGeometry.Square(stride, padding), bias)
    {
    }

    /// <summary>A convolution with any kernel and geometry.</summary>
    /// <exception cref="ArgumentException">The shape is not [outputs, inputs, kernel height, kernel width].</exception>
    public SparseConv2d(WeightShape shape, ConvolutionGeometry geometry, BiasKind bias)
        : base(nameof(SparseConv2d), shape, bias)
    {
        if (shape.Sizes.Count != 4) throw new ArgumentException($"a convolution's weight has 4 sizes, not {shape}", nameof(shape));
        Geometry = geometry;
        RegisterComponents();
    }

    /// <summary>Stride, padding and dilation.</summary>
    public ConvolutionGeometry Geometry { get; }

    internal override ConvolutionShape KernelShape => new(
        (int)Weight.Shape.Outputs,
        (int)Weight.Shape.Inputs,
        new((int)Weight.Shape.Sizes[2], Geometry.Stride.Vertical, Geometry.Padding.Vertical, Geometry.Dilation.Vertical),
        new((int)Weight.Shape.Sizes[3], Geometry.Stride.Horizontal, Geometry.Padding.Horizontal, Geometry.Dilation.Horizontal));

    private protected override Tensor Compute(Tensor input, Tensor weight, Tensor? bias)
    {
        LibTorchSafety.Require(KernelShape, input, weight, bias is not null);
        return nn.functional.conv2d(
            input,
            weight,
            bias,
            [Geometry.Stride.Vertical, Geometry.Stride.Horizontal],
            [Geometry.Padding.Vertical, Geometry.Padding.Horizontal],
            [Geometry.Dilation.Vertical, Geometry.Dilation.Horizontal]);
    }

    private protected override long[] OutputSizes(long[] input)
    {
        if (input.Length != 4 || input[1] != Weight.Shape.Inputs)
            throw new ArgumentException(
                $"a convolution {Weight.Shape} takes [N, {Weight.Shape.Inputs}, H, W], not [{string.Join(", ", input)}]", nameof(input));
        ConvolutionShape shape = KernelShape;
        (long height, long width) = (shape.Vertical.OutputOf((int)input[2]), shape.Horizontal.OutputOf((int)input[3]));
        return [input[0], Weight.Shape.Outputs, height, width];
    }
}
