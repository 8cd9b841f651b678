using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>One dense gather of a convolution, by the kernel that suits it: of single pixels or of windows.</summary>
internal sealed unsafe class DenseGather
{
    private readonly GatherTiling? windows;
    private readonly PointTiling? points;

    private DenseGather(GatherTiling windows, PanelTaps taps) => (this.windows, Taps) = (windows, taps);

    private DenseGather(PointTiling points, PanelTaps taps) => (this.points, Taps) = (points, taps);

    /// <summary>What a row's weights stand for, in the order in which they lie.</summary>
    public PanelTaps Taps { get; }

    /// <summary>The forward pass of a convolution.</summary>
    public static DenseGather Forward(ConvolutionShape shape, BlockedShape input, PanelSizes sizes)
    {
        GatherTiling tiling = new(
            WindowAxis.Forward(shape.Vertical), WindowAxis.Forward(shape.Horizontal), input, shape.OutputOf(input), sizes.Forward);
        PanelTaps taps = PanelTaps.Forward(shape, tiling);
        return sizes.Points is { } points ? new(PointTiling.Forward(shape, input, points.Forward), taps) : new(tiling, taps);
    }

    /// <summary>Its input gradient.</summary>
    public static DenseGather InputGradient(ConvolutionShape shape, BlockedShape input, PanelSizes sizes)
    {
        GatherTiling tiling = new(
            WindowAxis.InputGradient(shape.Vertical), WindowAxis.InputGradient(shape.Horizontal), shape.OutputOf(input), input,
            sizes.InputGradient);
        PanelTaps taps = PanelTaps.InputGradient(shape, tiling);
        return sizes.Points is { } points ? new(PointTiling.InputGradient(shape, input, points.InputGradient), taps) : new(tiling, taps);
    }

    /// <summary>Computes.</summary>
    /// <param name="scratch">Memory and threads.</param>
    /// <param name="weights">Phase by phase [rows, channels, taps].</param>
    /// <param name="bias">One for each row, or null.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">What is written.</param>
    /// <param name="store">Whether the target is overwritten or added to.</param>
    public void Run(KernelScratch scratch, float* weights, float* bias, NormalizedInput source, float* target, GradientStore store)
    {
        if (points is null)
        {
            Tier.Dispatch(new PanelGather
            {
                Tiling = windows!,
                Taps = Taps,
                Scratch = scratch,
                Weights = weights,
                Bias = bias,
                Source = source,
                Target = target,
                Store = store,
            });
            return;
        }

        if (store == GradientStore.Write) points.ClearUnvisited(scratch.Threads, target);
        Tier.Dispatch(new PanelPointGather
        {
            Tiling = points,
            Scratch = scratch,
            Rows = Taps.Rows,
            Weights = weights,
            Bias = bias,
            Source = source,
            Target = target,
            Store = store,
        });
    }

    /// <summary>Items that the work is cut into for so many threads, with vectors of <paramref name="width"/>.</summary>
    public int ItemsOf(int threads, int width)
    {
        int length = PanelLoop.GroupOf(width) * width;
        return points is null ? windows!.Tiles * PanelGather.PartsOf(windows, Taps.Rows, threads)
            : points.TilesOf(length) * points.PartsOf(length, Taps.Rows, threads);
    }
}
