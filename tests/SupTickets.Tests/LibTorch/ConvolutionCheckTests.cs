using SupTickets.Kernels;
using SupTickets.Layers;
using SupTickets.LibTorch;
using static TorchSharp.torch;

namespace SupTickets.Tests.LibTorch;

/// <summary>The check of libtorch's convolutions: its own float64 results against libtorch's in float64, and what it says of convolutions that are wrong.</summary>
public sealed class ConvolutionCheckTests
{
    public static TheoryData<int, int, int, int, int, int> Cases { get; } = new()
    {
        // outputs, inputs, kernel, stride, padding, dilation
        { 50, 20, 5, 1, 0, 1 }, { 20, 3, 3, 1, 1, 1 }, { 33, 17, 3, 2, 1, 1 }, { 64, 24, 1, 1, 0, 1 }, { 16, 32, 1, 2, 0, 1 }, { 4, 5, 3, 1, 2, 2 }, { 1, 1, 1, 1, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_convolution_that_is_right_passes_in_every_pass(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        ConvolutionCheck check = Case(outputs, inputs, kernel, stride, padding, dilation);
        ConvolutionError error = check.Measure(InDouble(check));
        Assert.True(error.Relative < 1e-6, error.ToString());
    }

    /// <summary>This libtorch as this library leaves it: on every machine the tests run on, its convolutions are right.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Libtorch_made_safe_passes(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        LibTorchSafety.Require(Shape(outputs, inputs, kernel, stride, padding, dilation), [9, inputs, 14, 11]);
        Assert.True(LibTorchSafety.State.LargestError < LibTorchState.Tolerance);
        ConvolutionError error = Case(outputs, inputs, kernel, stride, padding, dilation).Measure();
        Assert.True(error.Passes, error.ToString());
    }

    [Fact]
    public void Input_channels_that_are_left_out_are_found()
    {
        ConvolutionCheck check = Case(50, 20, 5, 1, 0, 1);
        Func<Tensor, Tensor, Tensor> right = InDouble(check);
        ConvolutionError error = check.Measure((x, w) => right(x.narrow(1, 0, 16), w.narrow(1, 0, 16)));
        Assert.False(error.Passes);
        Assert.StartsWith("conv2d of [9, 20, 14, 11] by [50, 20, 5, 5]", error.Convolution, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_gradient_is_found_behind_a_right_output()
    {
        ConvolutionCheck check = Case(20, 3, 3, 1, 1, 1);
        Func<Tensor, Tensor, Tensor> right = InDouble(check);
        // The last outputs do not reach the images.
        ConvolutionError error = check.Measure((x, w) => cat([right(x, w.narrow(0, 0, 16)), right(x.detach(), w.narrow(0, 16, 4))], 1));
        Assert.Equal((false, "input gradient"), (error.Passes, error.Pass));
    }

    [Fact]
    public void A_number_that_is_none_fails()
    {
        ConvolutionCheck check = Case(20, 3, 3, 1, 1, 1) with { Learns = false };
        Func<Tensor, Tensor, Tensor> right = InDouble(check);
        Assert.False(check.Measure((x, w) => right(x, w).log()).Passes);
    }

    /// <summary>Neither is checked: an image without a batch, and a batch without an image.</summary>
    [Fact]
    public void What_is_no_batch_of_images_is_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        using SparseConv2d layer = new(3, 4, 3);
        layer.Initialize(new(1));
        Assert.Equal([4, 6, 6], layer.call(zeros(3, 8, 8)).shape);
        Assert.Equal([0, 4, 6, 6], layer.call(zeros(0, 3, 8, 8)).shape);
    }

    [Fact]
    public void More_images_than_the_check_takes_are_one_kind() => Assert.Equal(
        ConvolutionCheck.Of(Shape(20, 3, 3, 1, 1, 1), [64, 3, 32, 32], learns: true), ConvolutionCheck.Of(Shape(20, 3, 3, 1, 1, 1), [16, 3, 32, 32], learns: true));

    private static ConvolutionShape Shape(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        ConvolutionAxis axis = new(kernel, stride, padding, dilation);
        return new(outputs, inputs, axis, axis);
    }

    private static ConvolutionCheck Case(int outputs, int inputs, int kernel, int stride, int padding, int dilation) =>
        ConvolutionCheck.Of(Shape(outputs, inputs, kernel, stride, padding, dilation), [9, inputs, 14, 11], learns: true);

    private static Func<Tensor, Tensor, Tensor> InDouble(ConvolutionCheck check) => (x, w) => check.OfLibTorch(x.to(float64), w.to(float64)).to(float32);
}
