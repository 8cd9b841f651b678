using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using static SupTickets.Tests.Kernels.Convolution.ConvolutionExamples;

namespace SupTickets.Tests.Kernels.Convolution;

public sealed unsafe class PanelConvolutionTests
{
    // They leave a panel or a group of places part filled.
    private static readonly int[] OddChannels = [1, 3, 17, 20, 24, 33, 50];

    [Fact]
    public void All_passes_are_the_plain_loops_within_a_rounding_for_each_product() =>
        Settings.Sample(
            setting =>
            {
                ConvolutionCase c = new(setting);
                c.Agrees(Run(c, threads: 2));
            },
            iter: 100);

    [Fact]
    public void Numbers_of_channels_that_leave_a_panel_part_filled_are_the_plain_loops_too()
    {
        ConvolutionAxis window = new(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1), halved = window with { Stride = 2 };
        foreach (int outputs in OddChannels)
        {
            foreach (int inputs in OddChannels)
            {
                ConvolutionAxis axis = (outputs + inputs) % 3 == 0 ? window : (outputs + inputs) % 3 == 1 ? halved : ConvolutionAxis.Point;
                ConvolutionCase c = new(new(new(outputs, inputs, axis, axis), new(19, inputs, 3, 5), Density: 0.7, Seed: outputs + inputs));
                c.Agrees(Run(c, threads: 2));
            }
        }
    }

    [Fact]
    public void Outputs_and_input_gradients_have_the_bits_that_a_gather_gives() =>
        Settings.Sample(
            setting =>
            {
                ConvolutionCase c = new(setting);
                int[] gathered = ConvolutionPasses.Run(new SparseConvolution(c.Layout(), c.Input), c).GatheredBits();
                Assert.Equal(gathered, Run(c, threads: 1).GatheredBits());
            },
            iter: 100);

    [Fact]
    public void Sizes_of_tiles_change_no_bit_of_outputs_and_input_gradients_and_the_rest_within_rounding()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            int[] expected = Run(c, threads: 1).GatheredBits();
            ConnectionLayout layout = c.Layout();
            for (int i = 0; i < Sizes.Length; i++)
            {
                PanelSizes sizes = new(Sizes[i], Sizes[(i + 1) % Sizes.Length], Sizes[(i + 2) % Sizes.Length]);
                ConvolutionResults results = ConvolutionPasses.Run(new PanelConvolution(layout, c.Input, sizes), c, threads: 2);
                c.Agrees(results);
                Assert.Equal(expected, results.GatheredBits());
            }

            if (!setting.IsOfPoints) continue;
            for (int i = 0; i < PointSizes.Length; i++)
            {
                PanelSizes sizes = new(Sizes[0], Sizes[0], Sizes[i], (PointSizes[i], PointSizes[(i + 1) % PointSizes.Length]));
                PanelConvolution convolution = new(layout, c.Input, sizes);
                Assert.Equal(expected, ConvolutionPasses.Run(convolution, c, threads: 2).GatheredBits());
            }
        }
    }

    [Fact]
    public void A_connection_at_every_position_gives_the_bits_that_a_list_of_all_positions_gives()
    {
        foreach (ConvolutionSetting setting in Corners.Select(corner => corner with { Density = 1 }))
        {
            ConvolutionCase c = new(setting);
            PanelConvolution full = new(ConnectionLayout.Full(setting.Shape), c.Input);
            Assert.Equal(Run(c, threads: 1).AllBits(), ConvolutionPasses.Run(full, c).AllBits());
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            PanelSizes small = new(Sizes[1], Sizes[1], Sizes[1]);
            int[] expected = Run(c, threads: 1).AllBits();
            int[] expectedOfSmall = ConvolutionPasses.Run(new PanelConvolution(c.Layout(), c.Input, small), c).AllBits();
            foreach (int threads in new[] { 2, 3, 5 })
            {
                Assert.Equal(expected, Run(c, threads).AllBits());
                Assert.Equal(
                    expectedOfSmall, ConvolutionPasses.Run(new PanelConvolution(c.Layout(), c.Input, small), c, threads).AllBits());
            }
        }
    }

    [Fact]
    public void The_gradient_at_all_positions_has_at_the_connections_the_bits_of_their_gradient()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            ConvolutionCase c = new(setting);
            using KernelScratch scratch = new(threads: 2);
            using AlignedFloats x = Activations.Blocked(c.Input, c.X), dy = Activations.Blocked(c.Output, c.Dy);
            using AlignedFloats all = Activations.Filled(setting.Shape.Outputs * setting.Shape.FanIn, float.NaN);
            using AlignedFloats taken = Activations.Filled(c.Values.Length, float.NaN);
            PanelConvolution convolution = new(c.Layout(), c.Input);
            convolution.PositionGradient(scratch, x.Pointer, dy.Pointer, all.Pointer);
            Assert.DoesNotContain(float.NaN, all.Span.ToArray());
            convolution.AtConnections(scratch, all.Pointer, taken.Pointer);
            Assert.Equal(Numbers.Bits(Run(c, threads: 1).Values), Numbers.Bits(taken.Span.ToArray()));
            if (setting.Density == 1) continue;

            // Positions without a connection too: as if all were connected.
            ConvolutionCase full = new(setting with { Density = 1 });
            full.ValueGradients.Agrees(all.Span.ToArray());
        }
    }

    [Fact]
    public void All_tiers_give_the_same_bits_and_agree_on_weight_gradients_within_rounding()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            foreach (TileSize size in new[] { PanelSizes.Of(setting.Shape, setting.Input).Forward, Sizes[2], Sizes[6] })
                Tiers(new(setting), size);
            if (setting.IsOfPoints) PointTiers(new(setting));
        }
    }

    private static void Tiers(ConvolutionCase c, TileSize size)
    {
        ConvolutionSetting setting = c.Setting;
        ConnectionLayout layout = c.Layout();
        GatherTiling tiling = setting.ForwardTiling(size), back = setting.InputGradientTiling(size);
        using KernelScratch scratch = new(threads: 1);
        using AlignedFloats values = Activations.Of(c.Values), bias = Activations.Of(c.Bias);
        using AlignedFloats weights = Activations.Filled(layout.Positions, float.NaN);
        using AlignedFloats x = Activations.Blocked(c.Input, c.X), y = Activations.Filled(c.Output.Length, float.NaN);
        using AlignedFloats dy = Activations.Blocked(c.Output, c.Dy), dx = Activations.Blocked(c.Input, c.Dx);
        if (layout.IsFull) values.Span.CopyTo(weights.Span);
        else WrittenOut.Rows(threads: 2, layout, values.Pointer, weights.Pointer);
        PanelGather forward = new()
        {
            Tiling = tiling,
            Taps = PanelTaps.Forward(setting.Shape, tiling),
            Scratch = scratch,
            Weights = weights.Pointer,
            Bias = bias.Pointer,
            Source = x.Pointer,
            Target = y.Pointer,
            Store = GradientStore.Write,
        };
        Agreement.OfTiers(forward, y);
        c.Biased.Agrees(Activations.RowMajor(c.Output, y));

        PanelTaps taps = PanelTaps.InputGradient(setting.Shape, back);
        WrittenOut.Transposed(threads: 2, layout, taps, values.Pointer, weights.Pointer);
        Agreement.OfTiers(
            forward with { Tiling = back, Taps = taps, Bias = null, Source = dy.Pointer, Target = dx.Pointer, Store = GradientStore.Add },
            dx);
        c.Added.Agrees(Activations.RowMajor(c.Input, dx));

        using AlignedFloats gradient = Activations.Filled(layout.Positions, float.NaN);
        PanelWeightGradient kernel = new()
        {
            Tiling = tiling,
            Taps = forward.Taps,
            Scratch = scratch,
            Source = x.Pointer,
            OutputGradient = dy.Pointer,
            Gradient = gradient.Pointer,
        };
        ConvolutionCase full = new(setting with { Density = 1 });
        TierRuns.Scalar(kernel);
        Check();
        TierRuns.EachWide(kernel, Check);

        void Check()
        {
            full.ValueGradients.Agrees(gradient.Span.ToArray());
            gradient.Span.Fill(float.NaN);
        }
    }

    private static void PointTiers(ConvolutionCase c)
    {
        ConvolutionShape shape = c.Setting.Shape;
        ConnectionLayout layout = c.Layout();
        using KernelScratch scratch = new(threads: 1);
        using AlignedFloats values = Activations.Of(c.Values), bias = Activations.Of(c.Bias);
        using AlignedFloats rows = Activations.Filled(layout.Positions, float.NaN);
        using AlignedFloats transposed = Activations.Filled(layout.Positions, float.NaN);
        using AlignedFloats x = Activations.Blocked(c.Input, c.X), y = Activations.Filled(c.Output.Length, float.NaN);
        using AlignedFloats dy = Activations.Blocked(c.Output, c.Dy);
        WrittenOut.Rows(threads: 1, layout, values.Pointer, rows.Pointer);
        PanelTaps taps = PanelTaps.InputGradient(shape, c.Setting.InputGradientTiling(Sizes[0]));
        WrittenOut.Transposed(threads: 1, layout, taps, values.Pointer, transposed.Pointer);
        foreach (PointSize size in PointSizes)
        {
            PanelPointGather forward = new()
            {
                Tiling = PointTiling.Forward(shape, c.Input, size),
                Scratch = scratch,
                Rows = shape.Outputs,
                Weights = rows.Pointer,
                Bias = bias.Pointer,
                Source = x.Pointer,
                Target = y.Pointer,
                Store = GradientStore.Write,
            };
            Agreement.OfTiers(forward, y);
            c.Biased.Agrees(Activations.RowMajor(c.Output, y));
            using AlignedFloats sum = Activations.Blocked(c.Input, c.Dx);
            PanelPointGather back = forward with
            {
                Tiling = PointTiling.InputGradient(shape, c.Input, size),
                Rows = shape.Inputs,
                Weights = transposed.Pointer,
                Bias = null,
                Source = dy.Pointer,
                Target = sum.Pointer,
                Store = GradientStore.Add,
            };
            Agreement.OfTiers(back, sum);
            c.Added.Agrees(Activations.RowMajor(c.Input, sum));
        }
    }

    private static ConvolutionResults Run(ConvolutionCase c, int threads) =>
        ConvolutionPasses.Run(new PanelConvolution(c.Layout(), c.Input), c, threads);
}
