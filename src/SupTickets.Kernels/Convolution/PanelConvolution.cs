using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// A convolution, or a linear layer, that computes with every position of its weight, for layers of many connections. Several rows of the
/// weight share what they read, so that each position costs less than a connection does in <see cref="SparseConvolution"/>.
/// </summary>
/// <remarks>
/// Positions without a connection count as 0, which changes no sum: outputs and input gradients have the bits of
/// <see cref="SparseConvolution"/>. Weight gradients add up in another order and agree within rounding.
/// </remarks>
public sealed unsafe class PanelConvolution : IConvolution
{
    private readonly ConnectionLayout layout;
    private readonly DenseGather forward;
    private readonly DenseGather inputGradient;
    private readonly GatherTiling weightGradient;
    private readonly PanelTaps weightGradientTaps;

    /// <summary>The convolution of <paramref name="layout"/> over an input of shape [N/16, C, H, W, 16].</summary>
    public PanelConvolution(ConnectionLayout layout, BlockedShape input)
        : this(layout, input, PanelSizes.Of(layout.Shape, input))
    {
    }

    internal PanelConvolution(ConnectionLayout layout, BlockedShape input, PanelSizes sizes)
    {
        this.layout = layout;
        ConvolutionShape shape = layout.Shape;
        (Input, Output) = (input, shape.OutputOf(input));
        (WindowAxis vertical, WindowAxis horizontal) = (WindowAxis.Forward(shape.Vertical), WindowAxis.Forward(shape.Horizontal));
        weightGradient = new(vertical, horizontal, input, Output, sizes.WeightGradient);
        weightGradientTaps = PanelTaps.Forward(shape, weightGradient);
        (forward, inputGradient) = (DenseGather.Forward(shape, input, sizes), DenseGather.InputGradient(shape, input, sizes));
    }

    /// <inheritdoc/>
    public BlockedShape Input { get; }

    /// <inheritdoc/>
    public BlockedShape Output { get; }

    /// <inheritdoc/>
    public void Forward(KernelScratch scratch, float* values, float* bias, NormalizedInput x, float* y)
    {
        float* weights = values;
        if (!layout.IsFull)
        {
            weights = scratch.Values(layout.Positions);
            WrittenOut.Rows(scratch.Threads, layout, values, weights);
        }

        forward.Run(scratch, weights, bias, x, y, GradientStore.Write);
    }

    /// <inheritdoc/>
    public void InputGradient(KernelScratch scratch, float* values, float* dy, float* dx, GradientStore store)
    {
        float* weights = scratch.Values(layout.Positions);
        WrittenOut.Transposed(scratch.Threads, layout, inputGradient.Taps, values, weights);
        inputGradient.Run(scratch, weights, null, dy, dx, store);
    }

    /// <inheritdoc/>
    public void WeightGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient)
    {
        if (layout.IsFull)
        {
            PositionGradient(scratch, x, dy, gradient);
            return;
        }

        float* all = scratch.Values(layout.Positions);
        PositionGradient(scratch, x, dy, all);
        AtConnections(scratch, all, gradient);
    }

    /// <summary>∂L/∂W at every position, connected or not, from x and ∂L/∂y.</summary>
    /// <param name="scratch">Memory and threads.</param>
    /// <param name="x">Of the shape <see cref="Input"/>.</param>
    /// <param name="dy">Of the shape <see cref="Output"/>; 0 in lanes without a sample, where x must be finite.</param>
    /// <param name="gradient">[K, C, kh, kw]; overwritten.</param>
    public void PositionGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient) =>
        Tier.Dispatch(new PanelWeightGradient
        {
            Tiling = weightGradient,
            Taps = weightGradientTaps,
            Scratch = scratch,
            Source = x,
            OutputGradient = dy,
            Gradient = gradient,
        });

    /// <summary>Of what <see cref="PositionGradient"/> wrote, the gradient at the connections.</summary>
    /// <param name="scratch">Threads.</param>
    /// <param name="all">[K, C, kh, kw].</param>
    /// <param name="gradient">[connections]; overwritten.</param>
    public void AtConnections(KernelScratch scratch, float* all, float* gradient)
    {
        if (layout.IsFull) new Span<float>(all, layout.Connections).CopyTo(new(gradient, layout.Connections));
        else WrittenOut.AtConnections(scratch.Threads, layout, all, gradient);
    }

    /// <summary>Items that each pass is cut into for so many threads, with vectors of <paramref name="width"/>.</summary>
    internal ConvolutionItems ItemsOf(int threads, int width)
    {
        int slices = PanelWeightGradient.SlicesOf(weightGradient, layout.Positions);
        return new(
            forward.ItemsOf(threads, width),
            inputGradient.ItemsOf(threads, width),
            slices * weightGradient.Chunks * PanelWeightGradient.PartsOf(weightGradient, slices, threads));
    }
}
