using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;
using static SupTickets.Tests.Kernels.Convolution.ConvolutionExamples;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>The kernels of convolutions give the same on every tier.</summary>
public sealed unsafe class SparseConvolutionTierTests
{
    [Fact]
    public void All_tiers_gather_the_same_bits_and_agree_on_values_within_rounding()
    {
        foreach (ConvolutionSetting setting in Corners)
        {
            foreach (TileSize size in new[] { Default(setting).Forward, Sizes[2] })
            {
                ConvolutionCase c = new(setting);
                GatherTiers(c, c.Setting.ForwardTiling(size), c.Setting.InputGradientTiling(size));
                WeightGradientTiers(c, size);
            }

            if (!setting.IsOfPoints) continue;
            foreach (PointSize size in PointSizes)
                GatherTiers(new(setting), PointTiling.Forward(setting.Shape, setting.Input, size), PointTiling.InputGradient(
                    setting.Shape, setting.Input, size));
        }
    }

    private static void GatherTiers(ConvolutionCase c, IPacking tiling, IPacking back)
    {
        (ForwardPattern pattern, InputGradientPattern transposed) = (c.Layout().Forward(tiling), c.Layout().InputGradient(back));
        using KernelScratch scratch = new(threads: 1);
        int* offsets = scratch.Offsets(c.Values.Length), bounds = scratch.Bounds(Math.Max(pattern.Bounds, transposed.Bounds));
        float* arranged = scratch.Values(c.Values.Length);
        using AlignedFloats values = Activations.Of(c.Values), bias = Activations.Of(c.Bias);
        using AlignedFloats x = Activations.Blocked(c.Input, c.X), y = Activations.Filled(c.Output.Length, float.NaN);
        using AlignedFloats dy = Activations.Blocked(c.Output, c.Dy), dx = Activations.Blocked(c.Input, c.Dx);
        GatherOperands forward = new()
        {
            Scratch = scratch,
            Rows = pattern.Rows,
            Bounds = bounds,
            Store = GradientStore.Write,
            Offsets = offsets,
            Values = values.Pointer,
            Bias = bias.Pointer,
            Source = x.Pointer,
            Target = y.Pointer,
        };
        pattern.Write(threads: 2, offsets, bounds);
        if (tiling is PointTiling points) Agreement.OfTiers(new PointGather { Tiling = points, Operands = forward }, y);
        else Agreement.OfTiers(new SparseGather { Tiling = (GatherTiling)tiling, Operands = forward }, y);
        c.Biased.Agrees(Activations.RowMajor(c.Output, y));

        transposed.Arrange(threads: 2, values.Pointer, arranged, offsets, bounds);
        GatherOperands transpose = forward with
        {
            Rows = transposed.Rows,
            Values = arranged,
            Bias = null,
            Store = GradientStore.Add,
            Source = dy.Pointer,
            Target = dx.Pointer,
        };
        if (back is PointTiling backPoints)
            Agreement.OfTiers(new PointGather { Tiling = backPoints, Operands = transpose with { Rows = c.Input.Channels } }, dx);
        else Agreement.OfTiers(new SparseGather { Tiling = (GatherTiling)back, Operands = transpose }, dx);
        c.Added.Agrees(Activations.RowMajor(c.Input, dx));
    }

    private static void WeightGradientTiers(ConvolutionCase c, TileSize size)
    {
        GatherTiling tiling = c.Setting.ForwardTiling(size);
        ForwardPattern pattern = c.Layout().Forward(tiling);
        using KernelScratch scratch = new(threads: 1);
        int* offsets = scratch.Offsets(c.Values.Length), bounds = scratch.Bounds(pattern.Bounds);
        pattern.Write(threads: 2, offsets, bounds);
        using AlignedFloats x = Activations.Blocked(c.Input, c.X), dy = Activations.Blocked(c.Output, c.Dy),
            gradient = Activations.Filled(c.Values.Length, 0);
        SparseWeightGradient kernel = new()
        {
            Tiling = tiling,
            Scratch = scratch,
            Bounds = bounds,
            Offsets = offsets,
            Source = x.Pointer,
            OutputGradient = dy.Pointer,
            Gradient = gradient.Pointer,
        };
        TierRuns.Scalar(kernel);
        Check();
        TierRuns.EachWide(kernel, Check);

        void Check()
        {
            c.ValueGradients.Agrees(gradient.Span.ToArray());
            gradient.Span.Clear();
        }
    }
}
