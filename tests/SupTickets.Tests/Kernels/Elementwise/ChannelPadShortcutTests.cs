using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class ChannelPadShortcutTests
{
    private const float Mark = 77;

    [Fact]
    public void Every_second_position_passes_between_channels_of_zeros()
    {
        BlockedShape input = new(Samples: 1, Channels: 1, Height: 2, Width: 3);
        using AlignedFloats x = Activations.Blocked(input, [1, 2, 3, 4, 5, 6]);
        using AlignedFloats y = Activations.Filled(4 * 2 * 16, Mark);
        ChannelPadShortcut.Forward(1, input, 2, 1, 2, x.Pointer, y.Pointer);
        BlockedShape output = ChannelPadShortcut.OutputOf(input, 2, 1, 2);
        Assert.Equal(new BlockedShape(1, 4, 1, 2), output);
        Assert.Equal([0, 0, 1, 3, 0, 0, 0, 0], Activations.RowMajor(output, y));

        using AlignedFloats dy = Activations.Blocked(output, [9, 9, 10, 20, 9, 9, 9, 9]);
        ChannelPadShortcut.Backward(1, input, 2, 1, 2, dy.Pointer, x.Pointer, GradientStore.Add);
        Assert.Equal([11, 2, 23, 4, 5, 6], Activations.RowMajor(input, x));
        ChannelPadShortcut.Backward(1, input, 2, 1, 2, dy.Pointer, x.Pointer, GradientStore.Write);
        Assert.Equal([10, 0, 20, 0, 0, 0], Activations.RowMajor(input, x));
    }

    [Theory]
    [InlineData(1, 0, 0, 3, 4)]
    [InlineData(2, 2, 2, 4, 6)]
    [InlineData(2, 1, 3, 5, 7)]
    [InlineData(3, 0, 2, 7, 5)]
    public void Every_number_of_samples_follows_the_definition(int stride, int before, int after, int height, int width)
    {
        for (int samples = 1; samples <= 40; samples++)
        {
            BlockedShape input = new(samples, Channels: 2, height, width);
            BlockedShape output = ChannelPadShortcut.OutputOf(input, stride, before, after);
            float[] values = Numbers.Floats(Activations.Count(input), seed: samples);
            float[] gradients = Numbers.Floats(Activations.Count(output), seed: samples + 100);
            float[] expected = new float[gradients.Length], expectedGradients = new float[values.Length];
            foreach (var (from, to) in Pairs(input, output, stride, before))
            {
                expected[to] = values[from];
                expectedGradients[from] = gradients[to];
            }

            using AlignedFloats x = Activations.Blocked(input, values);
            using AlignedFloats y = Activations.Filled(output.Length, Mark);
            ChannelPadShortcut.Forward(2, input, stride, before, after, x.Pointer, y.Pointer);
            Assert.Equal(expected, Activations.RowMajor(output, y));
            Activations.HasZeroPadding(output, y);

            using AlignedFloats dy = Activations.Blocked(output, gradients);
            using AlignedFloats dx = Activations.Filled(input.Length, Mark);
            ChannelPadShortcut.Backward(2, input, stride, before, after, dy.Pointer, dx.Pointer, GradientStore.Write);
            Assert.Equal(expectedGradients, Activations.RowMajor(input, dx));
            Activations.HasZeroPadding(input, dx);
        }
    }

    [Fact]
    public void Tiers_and_threads_do_not_show()
    {
        BlockedShape input = new(Samples: 21, Channels: 3, Height: 5, Width: 6);
        BlockedShape output = ChannelPadShortcut.OutputOf(input, 2, 1, 2);
        ChannelPadShortcut.Sampling sampling = new(input, 2, 1, 2);
        using AlignedFloats x = Activations.Blocked(input, Numbers.Floats(Activations.Count(input), seed: 1));
        using AlignedFloats y = Activations.Filled(output.Length, Mark);
        Agreement.OfTiers(new ChannelPadShortcut.ForwardKernel(1, sampling, x.Pointer, y.Pointer), y);
        Agreement.OfThreads(threads => ChannelPadShortcut.Forward(threads, input, 2, 1, 2, x.Pointer, y.Pointer), y);
        foreach (GradientStore store in Enum.GetValues<GradientStore>())
        {
            Agreement.OfTiers(new ChannelPadShortcut.BackwardKernel(1, sampling, y.Pointer, x.Pointer, store), x);
            Agreement.OfThreads(threads => ChannelPadShortcut.Backward(threads, input, 2, 1, 2, y.Pointer, x.Pointer, store), x);
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(1, 0, -1)]
    public void Impossible_numbers_are_refused(int stride, int before, int after) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChannelPadShortcut.OutputOf(new(1, 1, 1, 1), stride, before, after));

    private static IEnumerable<(int From, int To)> Pairs(BlockedShape input, BlockedShape output, int stride, int before) =>
        from sample in Enumerable.Range(0, input.Samples)
        from channel in Enumerable.Range(0, input.Channels)
        from row in Enumerable.Range(0, output.Height)
        from column in Enumerable.Range(0, output.Width)
        select (
            (((((sample * input.Channels) + channel) * input.Height) + (row * stride)) * input.Width) + (column * stride),
            (((((sample * output.Channels) + before + channel) * output.Height) + row) * output.Width) + column);
}
