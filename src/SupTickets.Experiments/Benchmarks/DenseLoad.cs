using SupTickets.Kernels.Convolution;
using SupTickets.LibTorch;
using SupTickets.Networks;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>The passes of one layer with libtorch, on random numbers and all positions of its weight.</summary>
internal static class DenseLoad
{
    /// <summary>Forward and backward pass. Its tensors live as long as the dispose scope in which it is made.</summary>
    /// <param name="layer">A measured layer.</param>
    /// <param name="samples">Samples in a mini-batch.</param>
    /// <param name="isChannelsLast">The memory layout of images.</param>
    public static Action Of(SparseLayer layer, int samples, bool isChannelsLast)
    {
        Tensor images = Images([samples, .. layer.Module.InputSizes], isChannelsLast).requires_grad_(true);
        Tensor weight = rand([.. layer.Weight.Shape.Sizes]).requires_grad_(true);
        ConvolutionShape shape = layer.Module.KernelShape;
        long[] stride = [shape.Vertical.Stride, shape.Horizontal.Stride], padding = [shape.Vertical.Padding, shape.Horizontal.Padding],
            dilation = [shape.Vertical.Dilation, shape.Horizontal.Dilation];
        if (layer.Weight.Shape.Sizes.Count == 4) LibTorchSafety.Require(shape, images, weight, hasBias: false);
        using var scope = NewDisposeScope();
        Tensor gradient = rand_like(Forward()).MoveToOuterDisposeScope();
        return () =>
        {
            using var inner = NewDisposeScope();

            // Cleared, since adding to an existing gradient costs a pass that training does not have.
            (images.grad, weight.grad) = (null, null);
            Forward().backward([gradient]);
        };

        Tensor Forward() => layer.Weight.Shape.Sizes.Count == 4
            ? nn.functional.conv2d(images, weight, null, stride, padding, dilation)
            : nn.functional.linear(images, weight);
    }

    private static Tensor Images(long[] sizes, bool isChannelsLast) =>
        sizes is [var samples, var channels, var height, var width] && isChannelsLast ? rand(samples, height, width, channels)
            .permute(0, 3, 1, 2) : rand(sizes);
}
