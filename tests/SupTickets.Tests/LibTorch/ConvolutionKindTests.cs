using SupTickets.Kernels.Convolution;
using SupTickets.LibTorch;
using static TorchSharp.torch;

namespace SupTickets.Tests.LibTorch;

/// <summary>What makes two convolutions two kinds, each of which is checked: all that libtorch chooses its method by.</summary>
public sealed class ConvolutionKindTests
{
    private static readonly ConvolutionAxis Axis = new(3, 1, 1, 1);
    private static readonly ConvolutionShape Shape = new(20, 6, Axis, Axis);

    [Fact]
    public void Batch_bias_order_in_memory_gradients_and_threads_make_kinds()
    {
        using var scope = NewDisposeScope();
        Tensor images = zeros(64, 6, 8, 8), weight = zeros(20, 6, 3, 3);
        ConvolutionKind kind = ConvolutionKind.Of(Shape, images, weight, hasBias: false);
        Assert.Equal(kind, ConvolutionKind.Of(Shape, ones_like(images), ones_like(weight), hasBias: false));
        ConvolutionKind[] others =
        [
            ConvolutionKind.Of(Shape, images, weight, hasBias: true),
            ConvolutionKind.Of(Shape, zeros(16, 6, 8, 8), weight, hasBias: false),
            ConvolutionKind.Of(Shape, zeros(64, 6, 9, 8), weight, hasBias: false),
            ConvolutionKind.Of(Shape, ByPixel(images), weight, hasBias: false),
            ConvolutionKind.Of(Shape, images, ByPixel(weight), hasBias: false),
            ConvolutionKind.Of(Shape, zeros(64, 6, 8, 8).requires_grad_(true), weight, hasBias: false),
            ConvolutionKind.Of(Shape, images, zeros(20, 6, 3, 3).requires_grad_(true), hasBias: false),
            kind with { Threads = kind.Threads + 1 },
        ];
        Assert.Equal(others.Length + 1, others.Append(kind).Distinct().Count());
        using var quiet = no_grad();
        Assert.Equal(kind, ConvolutionKind.Of(Shape, images, zeros(20, 6, 3, 3).requires_grad_(true), hasBias: false));
    }

    /// <summary>libtorch takes what fits both orders as plane by plane.</summary>
    [Fact]
    public void One_channel_or_one_pixel_has_no_order()
    {
        using var scope = NewDisposeScope();
        Assert.False(ConvolutionKind.Of(Shape, zeros(5, 1, 8, 8), zeros(20, 1, 3, 3), hasBias: false).ImagesByPixel);
        Assert.False(ConvolutionKind.Of(Shape, zeros(5, 6, 1, 1), zeros(20, 6, 1, 1), hasBias: false).ImagesByPixel);
        Assert.True(
            ConvolutionKind.Of(Shape, ByPixel(zeros(5, 6, 4, 4)).narrow(1, 0, 3), zeros(20, 3, 1, 1), hasBias: false).ImagesByPixel);
    }

    private static Tensor ByPixel(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
