using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using static SupTickets.Tests.Kernels.Convolution.ConvolutionExamples;

namespace SupTickets.Tests.Kernels.Convolution;

public sealed class SparseConvolutionTests
{
    [Fact]
    public void By_hand_a_kernel_of_one_element_mixes_channels()
    {
        // y₀ = 2·x₀ + 1 and y₁ = 3·x₀ − x₁ on two pixels.
        BlockedShape input = new(Samples: 1, Channels: 2, Height: 1, Width: 2);
        SparseConvolution convolution = new(new(ConvolutionShape.Linear(2, 2), new[] { 0, 2, 3 }), input);
        ConvolutionResults results = ConvolutionPasses.Run(
            convolution, [2, 3, -1], [1, 0], x: [5, 6, 10, 20], dy: [1, 2, 10, 100], dx: [1000, 0, 0, 0]);
        Assert.Equal([11, 13, 5, -2], results.Biased);
        Assert.Equal([10, 12, 5, -2], results.Plain);
        Assert.Equal([32, 304, -10, -100], results.Written);
        Assert.Equal([1032, 304, -10, -100], results.Added);
        Assert.Equal([5 + 12, 50 + 600, 100 + 2000], results.Values);
    }

    [Fact]
    public void By_hand_a_kernel_of_nine_elements_reads_the_pixel_and_its_upper_left_neighbour()
    {
        // y = 10 · the pixel + the one above and to the left of it, 0 beyond the border.
        BlockedShape input = new(Samples: 1, Channels: 1, Height: 3, Width: 3);
        ConvolutionAxis axis = new(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
        SparseConvolution convolution = new(new(new(1, 1, axis, axis), new[] { 0, 4 }), input);
        ConvolutionResults results = ConvolutionPasses.Run(
            convolution, [1, 10], [0], x: [1, 2, 3, 4, 5, 6, 7, 8, 9], dy: [1, 1, 1, 1, 1, 1, 1, 1, 1], dx: new float[9]);
        Assert.Equal([10, 20, 30, 40, 51, 62, 70, 84, 95], results.Plain);
        Assert.Equal([11, 11, 10, 11, 11, 10, 10, 10, 10], results.Written);
        Assert.Equal([1 + 2 + 4 + 5, 45], results.Values);
    }

    [Fact]
    public void All_passes_are_the_plain_loops_within_a_rounding_for_each_product() =>
        Settings.Sample(
            setting =>
            {
                ConvolutionCase c = new(setting);
                c.Agrees(Run(c, Default(setting), threads: 2));
            },
            iter: 100);

    [Fact]
    public void Pixels_that_no_kernel_element_reads_get_a_gradient_of_exactly_0()
    {
        // Every third row and every second column are read, by 1 × 1.
        ConvolutionSetting setting = new(new(3, 2, new(1, 3, 0, 1), new(1, 2, 0, 1)), new(17, 2, 7, 5), 1, 1);
        ConvolutionCase c = new(setting);
        ConvolutionResults results = Run(c, Default(setting), threads: 1);
        for (int i = 0; i < results.Written.Length; i++)
        {
            bool read = i / 5 % 7 % 3 == 0 && i % 5 % 2 == 0;
            Assert.Equal(!read, BitConverter.SingleToInt32Bits(results.Written[i]) == 0);
            if (!read) Assert.Equal(c.Dx[i], results.Added[i]);
        }
    }

    [Fact]
    public void Sizes_of_tiles_change_no_bit_of_what_is_gathered_and_the_rest_within_rounding()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            int[] expected = Run(c, Default(setting), threads: 1).GatheredBits();

            // Of all sizes, as of batches that differ in size: a pattern of one must not serve another.
            ConnectionLayout layout = c.Layout();
            for (int i = 0; i < Sizes.Length; i++)
            {
                Tilings sizes = new(Sizes[i], Sizes[(i + 1) % Sizes.Length], Sizes[(i + 2) % Sizes.Length]);
                ConvolutionResults results = ConvolutionPasses.Run(new SparseConvolution(layout, c.Input, sizes), c, threads: 2);
                c.Agrees(results);
                Assert.Equal(expected, results.GatheredBits());
            }

            if (!setting.IsOfPoints) continue;
            for (int i = 0; i < PointSizes.Length; i++)
            {
                Tilings sizes = new(Sizes[0], Sizes[0], Sizes[i], (PointSizes[i], PointSizes[(i + 1) % PointSizes.Length]));
                Assert.Equal(expected, ConvolutionPasses.Run(new SparseConvolution(layout, c.Input, sizes), c, threads: 2).GatheredBits());
            }
        }
    }

    [Fact]
    public void A_connection_at_every_position_gives_the_bits_that_a_list_of_all_positions_gives()
    {
        foreach (ConvolutionSetting setting in Corners.Select(corner => corner with { Density = 1 }))
        {
            foreach (Tilings sizes in new[] { Default(setting), new(Sizes[1], Sizes[4], Sizes[6]) })
            {
                ConvolutionCase c = new(setting);
                ConnectionLayout full = ConnectionLayout.Full(setting.Shape);
                Assert.Equal(c.Positions.Length, full.Connections);
                Assert.Equal(
                    Run(c, sizes, threads: 1).AllBits(), ConvolutionPasses.Run(new SparseConvolution(full, c.Input, sizes), c).AllBits());
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            foreach (Tilings sizes in new[] { Default(setting), new(Sizes[1], Sizes[1], Sizes[1]) })
            {
                ConvolutionCase c = new(setting);
                int[] expected = Run(c, sizes, threads: 1).AllBits();
                foreach (int threads in new[] { 2, 3, 5 }) Assert.Equal(expected, Run(c, sizes, threads).AllBits());
            }
        }
    }

    [Fact]
    public void What_padding_holds_changes_no_sample_and_where_its_gradient_is_0_no_value()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            ConvolutionResults clean = Run(c, Default(setting), threads: 1);

            // The same memory, with samples where there was padding.
            BlockedShape full = c.Input with { Samples = c.Input.Blocks * BlockedShape.Lanes };
            float[] garbage = [.. Numbers.Floats(Activations.Count(full) - c.X.Length, seed: 9).Select(value => 1e30f * value)];
            SparseConvolution convolution = new(c.Layout(), full);
            float[] dy = new float[Activations.Count(convolution.Output)], dx = new float[Activations.Count(full)];
            c.Dy.CopyTo(dy, 0);
            c.Dx.CopyTo(dx, 0);
            ConvolutionResults littered = ConvolutionPasses.Run(convolution, c.Values, c.Bias, [.. c.X, .. garbage], dy, dx);
            Assert.Equal(Numbers.Bits(clean.Biased), Numbers.Bits(littered.Biased[..clean.Biased.Length]));
            Assert.Equal(Numbers.Bits(clean.Values), Numbers.Bits(littered.Values));

            Numbers.Floats(dy.Length - c.Dy.Length, seed: 10).CopyTo(dy, c.Dy.Length);
            littered = ConvolutionPasses.Run(convolution, c.Values, c.Bias, [.. c.X, .. garbage], dy, dx);
            Assert.Equal(Numbers.Bits(clean.Written), Numbers.Bits(littered.Written[..clean.Written.Length]));
            Assert.Equal(Numbers.Bits(clean.Added), Numbers.Bits(littered.Added[..clean.Added.Length]));
        }
    }

    // The fewer connections, the more the tables weigh.
    [Theory]
    [InlineData(512, 3, 1, 8, 0.05)]
    [InlineData(512, 3, 2, 8, 0.05)]
    [InlineData(512, 1, 1, 8, 0.05)]
    [InlineData(512, 3, 1, 4, 0.05)]
    [InlineData(256, 3, 1, 16, 0.02)]
    [InlineData(512, 3, 1, 4, 0.01)]
    [InlineData(1024, 1, 2, 14, 0.05)]
    public void Training_these_layers_takes_at_most_24_bytes_a_connection(int channels, int kernel, int stride, int side, double density)
    {
        ConvolutionAxis axis = new(kernel, stride, Padding: kernel / 2, Dilation: 1);
        ConvolutionSetting setting = new(new(channels, channels, axis, axis), new(Samples: 64, channels, side, side), density, Seed: 1);
        int[] positions = setting.Positions();
        Tilings sizes = Tilings.Of(setting.Shape, setting.Input, positions.Length);
        long fixedPart = Held(setting, [], sizes), bytes = Held(setting, positions, sizes);

        // Value, gradient, momentum and position beside the layout.
        Assert.InRange(bytes + (4L * sizeof(float) * positions.Length), 0, 24L * positions.Length);
        Assert.InRange(bytes - fixedPart, 0, 8L * positions.Length);

        // Tables of kernel elements, two where forward pass and weight gradient pack alike, and where the transposed rows begin and end.
        Assert.InRange(
            fixedPart, sizeof(int) * ((2L * setting.Shape.FanIn) + (channels * stride * stride) + 1),
            sizeof(int) * ((3L * setting.Shape.FanIn) + (channels * stride * stride) + 1));
    }

    [Fact]
    public void What_is_held_after_all_passes_is_what_their_patterns_take()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            ConnectionLayout layout = c.Layout();
            ConvolutionPasses.Run(new SparseConvolution(layout, c.Input), c);
            Assert.Equal(Held(setting, c.Positions, Default(setting)), layout.Bytes);
        }
    }

    /// <summary>Bytes of a layout that holds what the passes ask it for.</summary>
    private static long Held(ConvolutionSetting setting, int[] positions, Tilings sizes)
    {
        ConnectionLayout layout = new(setting.Shape, positions);
        layout.Forward(
            sizes.Points is { } points ? PointTiling.Forward(setting.Shape, setting.Input, points.Forward)
                : setting.ForwardTiling(sizes.Forward));
        layout.Forward(setting.ForwardTiling(sizes.WeightGradient));
        layout.InputGradient(
            sizes.Points is { } size ? PointTiling.InputGradient(setting.Shape, setting.Input, size.InputGradient)
                : setting.InputGradientTiling(sizes.InputGradient));
        return layout.Bytes;
    }

    private static ConvolutionResults Run(ConvolutionCase c, Tilings sizes, int threads) =>
        ConvolutionPasses.Run(new SparseConvolution(c.Layout(), c.Input, sizes), c, threads);
}
