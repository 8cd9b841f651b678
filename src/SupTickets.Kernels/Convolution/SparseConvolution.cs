using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// A convolution, or a linear layer, whose weight has values at some positions only, over batches of one shape. All three passes cost
/// what the connections cost.
/// </summary>
public sealed unsafe class SparseConvolution : IConvolution
{
    private readonly ConnectionLayout layout;
    private readonly Gather forward;
    private readonly GatherTiling weightGradient;
    private readonly Gather inputGradient;

    /// <summary>The convolution of <paramref name="layout"/> over an input of shape [N/16, C, H, W, 16].</summary>
    public SparseConvolution(ConnectionLayout layout, BlockedShape input)
        : this(layout, input, Tilings.Of(layout.Shape, input, layout.Connections))
    {
    }

    internal SparseConvolution(ConnectionLayout layout, BlockedShape input, Tilings sizes)
    {
        this.layout = layout;
        ConvolutionShape shape = layout.Shape;
        Input = input;
        Output = shape.OutputOf(input);
        (WindowAxis vertical, WindowAxis horizontal) = (WindowAxis.Forward(shape.Vertical), WindowAxis.Forward(shape.Horizontal));
        weightGradient = new(vertical, horizontal, input, Output, sizes.WeightGradient);
        (forward, inputGradient) = sizes.Points is { } points
            ? (new Gather(PointTiling.Forward(shape, input, points.Forward)), new Gather(
                PointTiling.InputGradient(shape, input, points.InputGradient)))
            : (new Gather(new GatherTiling(vertical, horizontal, input, Output, sizes.Forward)),
                new Gather(new GatherTiling(
                    WindowAxis.InputGradient(shape.Vertical), WindowAxis.InputGradient(shape.Horizontal), Output, input,
                    sizes.InputGradient)));
    }

    /// <inheritdoc/>
    public BlockedShape Input { get; }

    /// <inheritdoc/>
    public BlockedShape Output { get; }

    /// <inheritdoc/>
    public void Forward(KernelScratch scratch, float* values, float* bias, NormalizedInput x, float* y)
    {
        ForwardPattern pattern = layout.Forward(forward.Packing);
        int* offsets = scratch.Offsets(layout.Connections);
        int* bounds = scratch.Bounds(pattern.Bounds);
        pattern.Write(scratch.Threads, offsets, bounds);
        forward.Run(new()
        {
            Scratch = scratch,
            Rows = pattern.Rows,
            Bounds = bounds,
            Store = GradientStore.Write,
            Offsets = offsets,
            Values = values,
            Bias = bias,
            Source = x,
            Target = y,
        });
    }

    /// <inheritdoc/>
    public void InputGradient(KernelScratch scratch, float* values, float* dy, float* dx, GradientStore store)
    {
        InputGradientPattern pattern = layout.InputGradient(inputGradient.Packing);
        float* arranged = scratch.Values(layout.Connections);
        int* offsets = scratch.Offsets(layout.Connections);
        int* bounds = scratch.Bounds(pattern.Bounds);
        pattern.Arrange(scratch.Threads, values, arranged, offsets, bounds);
        inputGradient.Run(new()
        {
            Scratch = scratch,
            Rows = pattern.Rows,
            Bounds = bounds,
            Store = store,
            Offsets = offsets,
            Values = arranged,
            Bias = null,
            Source = dy,
            Target = dx,
        });
    }

    /// <inheritdoc/>
    public void WeightGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient)
    {
        ForwardPattern pattern = layout.Forward(weightGradient);
        int* offsets = scratch.Offsets(layout.Connections);
        int* bounds = scratch.Bounds(pattern.Bounds);
        pattern.Write(scratch.Threads, offsets, bounds);
        new Span<float>(gradient, layout.Connections).Clear();
        Tier.Dispatch(new SparseWeightGradient
        {
            Tiling = weightGradient,
            Scratch = scratch,
            Bounds = bounds,
            Offsets = offsets,
            Source = x,
            OutputGradient = dy,
            Gradient = gradient,
        });
    }

    /// <summary>Items that each pass is cut into for so many threads, with vectors of <paramref name="width"/>.</summary>
    internal ConvolutionItems ItemsOf(int threads, int width) => new(
        forward.ItemsOf(threads, width),
        inputGradient.ItemsOf(threads, width),
        weightGradient.Chunks * SparseWeightGradient.PartsOf(weightGradient, threads));
}
