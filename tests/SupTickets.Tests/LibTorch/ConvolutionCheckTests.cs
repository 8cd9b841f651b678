using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.LibTorch;
using static TorchSharp.torch;

namespace SupTickets.Tests.LibTorch;

/// <summary>
/// The check of libtorch's convolutions: its own float64 results against libtorch's in float64, and what it says of convolutions that are
/// wrong.
/// </summary>
public sealed class ConvolutionCheckTests
{
    public static TheoryData<int, int, int, int, int, int> Cases { get; } = new()
    {
        // outputs, inputs, kernel, stride, padding, dilation
        { 50, 20, 5, 1, 0, 1 }, { 20, 3, 3, 1, 1, 1 }, { 33, 17, 3, 2, 1, 1 }, { 64, 24, 1, 1, 0, 1 }, { 16, 32, 1, 2, 0, 1 },
        { 4, 5, 3, 1, 2, 2 }, { 1, 1, 1, 1, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_convolution_that_is_right_passes_in_every_pass(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        ConvolutionKind kind = Kind(outputs, inputs, kernel, stride, padding, dilation);
        foreach (ConvolutionKind one in new[] { kind, kind with { HasBias = true }, kind with { ImagesByPixel = true }, kind with
        {
            WeightByPixel = true,
            Samples = 40,
        } })
        {
            ConvolutionError error = new ConvolutionCheck(one).Measure(InDouble(one));
            Assert.True(error.Relative < 1e-6, error.ToString());
        }
    }

    [Fact]
    public void Groups_are_convolved_apart()
    {
        ConvolutionKind kind = Kind(12, 6, 3, 1, 1, 1) with { Groups = 3, HasBias = true };
        ConvolutionError error = new ConvolutionCheck(kind).Measure(InDouble(kind));
        Assert.True(error.Relative < 1e-6, error.ToString());
        Assert.Contains("by [12, 2, 3, 3] in 3 groups", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>This libtorch as this library leaves it: on every machine the tests run on, its convolutions are right.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Libtorch_made_safe_passes(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        using var scope = NewDisposeScope();
        ConvolutionKind kind = Kind(outputs, inputs, kernel, stride, padding, dilation) with { HasBias = true };
        LibTorchSafety.Require(kind.Shape, zeros(9, inputs, 14, 11), zeros(outputs, inputs, kernel, kernel), hasBias: true);
        Assert.True(LibTorchSafety.State.LargestError < LibTorchState.Tolerance);
        foreach (ConvolutionKind one in new[] { kind, kind with { ImagesByPixel = true } })
        {
            ConvolutionError error = new ConvolutionCheck(one).Measure();
            Assert.True(error.Passes, error.ToString());
        }
    }

    [Fact]
    public void Input_channels_that_are_left_out_are_found()
    {
        ConvolutionKind kind = Kind(50, 20, 5, 1, 0, 1);
        var right = InDouble(kind);
        ConvolutionError error = new ConvolutionCheck(kind).Measure((x, w, b) => right(x.narrow(1, 0, 16), w.narrow(1, 0, 16), b));
        Assert.False(error.Passes);
        Assert.StartsWith("conv2d of [9, 20, 14, 11] by [50, 20, 5, 5]", error.Convolution, StringComparison.Ordinal);
    }

    /// <summary>Every image of the batch in use is looked at, however many there are.</summary>
    [Fact]
    public void Images_beyond_the_first_are_checked_too()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1) with { Samples = 100, LearnsImages = false, LearnsWeight = false };
        var right = InDouble(kind);
        Assert.False(
            new ConvolutionCheck(kind)
                .Measure((x, w, b) => cat([right(x.narrow(0, 0, 64), w, b), right(x.narrow(0, 64, 36), w, b).neg()])).Passes);
    }

    [Fact]
    public void What_is_wrong_in_one_order_of_memory_only_is_found_there()
    {
        ConvolutionKind planes = Kind(20, 3, 3, 1, 1, 1), pixels = planes with { ImagesByPixel = true };
        Assert.True(new ConvolutionCheck(planes).Measure(BadByPixel(planes)).Passes);
        Assert.False(new ConvolutionCheck(pixels).Measure(BadByPixel(pixels)).Passes);

        static Func<Tensor, Tensor, Tensor?, Tensor> BadByPixel(ConvolutionKind kind)
        {
            var right = InDouble(kind);
            return (x, w, b) => x.is_contiguous() ? right(x, w, b) : right(x, w, b).neg();
        }
    }

    [Fact]
    public void A_bias_that_is_left_out_is_found()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1) with { HasBias = true };
        var right = InDouble(kind);
        Assert.False(new ConvolutionCheck(kind).Measure((x, w, b) => right(x, w, zeros_like(b!).sub(b!.detach().sub(b)))).Passes);
    }

    [Fact]
    public void A_wrong_gradient_of_a_bias_is_found_behind_a_right_output()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1) with { HasBias = true };
        var right = InDouble(kind);
        ConvolutionError error = new ConvolutionCheck(kind).Measure((x, w, b) => right(x, w, b!.mul(tensor(2f)).sub(b!.detach())));
        Assert.Equal((false, "bias gradient"), (error.Passes, error.Pass));
    }

    [Fact]
    public void A_wrong_gradient_is_found_behind_a_right_output()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1);
        var right = InDouble(kind);
        // The last outputs do not reach the images.
        ConvolutionError error = new ConvolutionCheck(kind).Measure(
            (x, w, b) => cat([right(x, w.narrow(0, 0, 16), b), right(x.detach(), w.narrow(0, 16, 4), b)], 1));
        Assert.Equal((false, "input gradient"), (error.Passes, error.Pass));
    }

    [Fact]
    public void A_number_that_is_none_fails()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1) with { LearnsImages = false, LearnsWeight = false };
        var right = InDouble(kind);
        Assert.False(new ConvolutionCheck(kind).Measure((x, w, b) => right(x, w, b).log()).Passes);
    }

    /// <summary>What libtorch computes is a batch of one.</summary>
    [Fact]
    public void An_image_without_a_batch_is_checked_as_a_batch_of_one()
    {
        using var scope = NewDisposeScope();
        using SparseConv2d layer = new(3, 4, 3);
        layer.Initialize(new(1));
        Tensor one = zeros(1, 3, 61, 67);
        ConvolutionKind kind = ConvolutionKind.Of(layer.KernelShape, one, layer.Weight.Dense(), hasBias: layer.Bias is not null);
        Assert.False(LibTorchSafety.HasChecked(kind));
        Assert.Equal([4, 59, 65], layer.call(zeros(3, 61, 67)).shape);
        Assert.True(LibTorchSafety.HasChecked(kind));
    }

    [Fact]
    public void A_batch_without_an_image_is_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        using SparseConv2d layer = new(3, 4, 3);
        layer.Initialize(new(1));
        Assert.Equal([0, 4, 6, 6], layer.call(zeros(0, 3, 8, 8)).shape);
    }

    /// <summary>Images, output, weight and their gradients count.</summary>
    [Fact]
    public void Of_a_batch_that_is_too_large_the_images_that_fit_are_checked()
    {
        ConvolutionKind kind = Kind(20, 3, 3, 1, 1, 1) with { Samples = 100 };
        const long Image = 2 * (3 + 20) * 14 * 11, Weight = 2 * 20 * 3 * 9;
        Assert.Equal(7, Checked(Weight + 8 * Image - 1));
        Assert.Equal(8, Checked(Weight + 8 * Image));
        Assert.Equal(100, Checked(Weight + 1000 * Image));
        Assert.Equal(1, Checked(10));
        // 3×3 64→64 on 224×224, 128 images: 20 of them make 1 GiB.
        ConvolutionAxis axis = new(3, 1, 1, 1);
        ConvolutionKind large = new(new(64, 64, axis, axis), 128, 224, 224) { LearnsImages = true, LearnsWeight = true };
        Assert.Equal(20, large.Within(ConvolutionCheck.MostNumbers).Samples);

        long Checked(long mostNumbers)
        {
            long images = 0;
            var right = InDouble(kind);
            ConvolutionError error = new ConvolutionCheck(kind, mostNumbers).Measure((x, w, b) =>
            {
                images = x.shape[0];
                return right(x, w, b);
            });
            Assert.True(error.Relative < 1e-6, error.ToString());
            return images;
        }
    }

    private static ConvolutionKind Kind(int outputs, int inputs, int kernel, int stride, int padding, int dilation)
    {
        ConvolutionAxis axis = new(kernel, stride, padding, dilation);
        return new(new(outputs, inputs, axis, axis), 9, 14, 11) { LearnsImages = true, LearnsWeight = true };
    }

    private static Func<Tensor, Tensor, Tensor?, Tensor> InDouble(ConvolutionKind kind) =>
        (x, w, b) => new ConvolutionCheck(kind).OfLibTorch(x.to(float64), w.to(float64), b?.to(float64)).to(float32);
}
