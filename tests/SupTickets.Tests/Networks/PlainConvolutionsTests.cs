using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>
/// Convolutions in a network that are TorchSharp's own are checked as ours are, for what libtorch computes of them. Sizes are those of no
/// other test.
/// </summary>
public sealed class PlainConvolutionsTests
{
    [Fact]
    public void Grouped_and_padded_convolutions_of_a_network_in_training_are_checked()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(
            ("grouped", nn.Conv2d(6, 12, 3, groups: 3)),
            ("reflected", nn.Conv2d(12, 5, 3, padding: 2, padding_mode: PaddingModes.Reflect, bias: false)),
            ("same", nn.Conv2d(5, 7, 4, dilation: 2, padding: Padding.Same)),
            ("flatten", new SupTickets.Layers.Flatten()), ("fc", new SparseLinear(7 * 39 * 41, 3))));
        network.Initialize(new(1));
        ConvolutionKind grouped = Kind(12, 6, 3, 0, 39, 41) with { Groups = 3, HasBias = true, LearnsWeight = true };
        ConvolutionKind reflected = Kind(5, 12, 3, 0, 41, 43) with { LearnsImages = true, LearnsWeight = true };
        ConvolutionKind same = Kind(7, 5, 4, 3, 39, 41, dilation: 2) with { HasBias = true, LearnsImages = true, LearnsWeight = true };
        Assert.DoesNotContain(true, new[] { grouped, reflected, same }.Select(LibTorchSafety.HasChecked));
        network.call(zeros(3, 6, 39, 41)).sum().backward();
        Assert.Equal([true, true, true], new[] { grouped, reflected, same }.Select(LibTorchSafety.HasChecked));
    }

    [Fact]
    public void A_convolution_over_one_axis_is_one_of_a_single_row()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(new Rows());
        network.Initialize(new(1));
        ConvolutionKind kind = new(new(4, 3, ConvolutionAxis.Point, new(5, 2, 1, 1)), 2, 1, 43) { HasBias = true, LearnsWeight = true };
        Assert.False(LibTorchSafety.HasChecked(kind));
        network.call(zeros(2, 3, 1, 43));
        Assert.True(LibTorchSafety.HasChecked(kind));
    }

    [Fact]
    public void A_network_that_is_gone_watches_no_longer()
    {
        using var scope = NewDisposeScope();
        using TorchSharp.Modules.Conv2d convolution = nn.Conv2d(3, 5, 3);
        ConvolutionKind KindOf(int width) => Kind(5, 3, 3, 0, 47, width) with { Samples = 1, HasBias = true, LearnsWeight = true };
        using (PlainConvolutions watch = new([convolution])) convolution.call(zeros(1, 3, 47, 53));
        Assert.True(LibTorchSafety.HasChecked(KindOf(53)));
        convolution.call(zeros(1, 3, 47, 59));
        Assert.False(LibTorchSafety.HasChecked(KindOf(59)));
    }

    [Fact]
    public void An_input_without_a_batch_is_a_batch_of_one()
    {
        using var scope = NewDisposeScope();
        using TorchSharp.Modules.Conv2d planes = nn.Conv2d(3, 5, 3);
        using TorchSharp.Modules.Conv1d row = nn.Conv1d(3, 4, 5, stride: 2, padding: 1);
        using PlainConvolutions watch = new([planes, row]);
        ConvolutionKind ofPlanes = Kind(5, 3, 3, 0, 71, 73) with { Samples = 1, HasBias = true, LearnsWeight = true };
        ConvolutionKind ofRow = new(new(4, 3, ConvolutionAxis.Point, new(5, 2, 1, 1)), 1, 1, 79) { HasBias = true, LearnsWeight = true };
        Assert.Equal([false, false], new[] { ofPlanes, ofRow }.Select(LibTorchSafety.HasChecked));
        Assert.Equal([5, 69, 71], planes.call(zeros(3, 71, 73)).shape);
        Assert.Equal([4, 39], row.call(zeros(3, 79)).shape);
        Assert.Equal([true, true], new[] { ofPlanes, ofRow }.Select(LibTorchSafety.HasChecked));
    }

    private static ConvolutionKind Kind(int outputs, int inputs, int kernel, int padding, int height, int width, int dilation = 1)
    {
        ConvolutionAxis axis = new(kernel, 1, padding, dilation);
        return new(new(outputs, inputs, axis, axis), 3, height, width);
    }

    private sealed class Rows : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Conv1d row = nn.Conv1d(3, 4, 5, stride: 2, padding: 1);
        private readonly SparseLinear fc = new(4 * 21, 3);

        public Rows()
            : base(nameof(Rows)) => RegisterComponents();

        public override Tensor forward(Tensor input) => fc.call(row.call(input.squeeze(2)).flatten(1));
    }
}
