using System.Runtime.Intrinsics;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Threads;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// A linear layer over several blocks of samples, computed as a convolution of one element over one block: what a channel has in all blocks
/// is brought together, as if the blocks were the pixels of one row. So a connection reads neighbouring memory and fills all accumulators.
/// </summary>
internal sealed unsafe class PixelRow : IConvolution
{
    private readonly IConvolution convolution;

    private PixelRow(IConvolution convolution, BlockedShape input, BlockedShape output) =>
        (this.convolution, Input, Output) = (convolution, input, output);

    /// <inheritdoc/>
    public BlockedShape Input { get; }

    /// <inheritdoc/>
    public BlockedShape Output { get; }

    /// <summary>The convolution of <paramref name="layout"/> that <paramref name="make"/> makes, in that way where it applies.</summary>
    public static IConvolution Of(ConnectionLayout layout, BlockedShape input, Func<BlockedShape, IConvolution> make)
    {
        ConvolutionShape shape = layout.Shape;
        bool applies = input is { Area: 1, Blocks: > 1 }
            && shape.Vertical == ConvolutionAxis.Point
            && shape.Horizontal == ConvolutionAxis.Point;
        return applies
            ? new PixelRow(make(new(BlockedShape.Lanes, input.Channels, Height: 1, input.Blocks)), input, shape.OutputOf(input))
            : make(input);
    }

    /// <inheritdoc/>
    public void Forward(KernelScratch scratch, float* values, float* bias, NormalizedInput x, float* y)
    {
        float* output = scratch.Outputs(Output.Length);
        convolution.Forward(scratch, values, bias, Joined(scratch, x), output);
        Exchange(scratch.Threads, Output.Channels, Output.Blocks, output, y);
    }

    /// <inheritdoc/>
    public void InputGradient(KernelScratch scratch, float* values, float* dy, float* dx, GradientStore store)
    {
        float* input = scratch.Inputs(Input.Length);
        if (store == GradientStore.Add) Joined(scratch, Input, dx, input);
        convolution.InputGradient(scratch, values, Joined(scratch, Output, dy, scratch.Outputs(Output.Length)), input, store);
        Exchange(scratch.Threads, Input.Channels, Input.Blocks, input, dx);
    }

    /// <inheritdoc/>
    public void WeightGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient) => convolution.WeightGradient(
        scratch, Joined(scratch, x), Joined(scratch, Output, dy, scratch.Outputs(Output.Length)), gradient);

    private NormalizedInput Joined(KernelScratch scratch, NormalizedInput x) =>
        x with { X = Joined(scratch, Input, x.X, scratch.Inputs(Input.Length)) };

    // [blocks, channels, lanes] to [channels, blocks, lanes].
    private static float* Joined(KernelScratch scratch, BlockedShape shape, float* apart, float* together)
    {
        Exchange(scratch.Threads, shape.Blocks, shape.Channels, apart, together);
        return together;
    }

    // [rows, columns, lanes] to [columns, rows, lanes].
    private static void Exchange(int threads, int rows, int columns, float* from, float* to)
    {
        int lines = rows * columns;
        Team.Run(threads, RowParts.Of(columns, lines), (part, _) =>
        {
            (int first, int end) = RowParts.Part(columns, lines, part);
            for (int column = first; column < end; column++)
            {
                float* target = to + (nint)column * rows * BlockedShape.Lanes;
                for (int row = 0; row < rows; row++, target += BlockedShape.Lanes)
                    Vector512.Load(from + ((nint)row * columns + column) * BlockedShape.Lanes).Store(target);
            }
        });
    }
}
