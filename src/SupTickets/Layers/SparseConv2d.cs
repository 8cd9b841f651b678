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

    private protected override Tensor Compute(Tensor input)
    {
        Tensor output = nn.functional.conv2d(
            input,
            Weight.Dense(),
            Bias,
            [Geometry.Stride.Vertical, Geometry.Stride.Horizontal],
            [Geometry.Padding.Vertical, Geometry.Padding.Horizontal],
            [Geometry.Dilation.Vertical, Geometry.Dilation.Horizontal]);
        UsesPerSample = output.shape[2] * output.shape[3];
        return output;
    }
}
