using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;

namespace SupTickets.Kernels.Convolution;

/// <summary>The three passes of a convolution, or a linear layer, over batches of one shape.</summary>
public unsafe interface IConvolution
{
    /// <summary>Shape of the input, [N/16, C, H, W, 16].</summary>
    BlockedShape Input { get; }

    /// <summary>Shape of the output, [N/16, K, H′, W′, 16].</summary>
    BlockedShape Output { get; }

    /// <summary>y = W ∗ x + bias.</summary>
    /// <param name="scratch">Memory and threads.</param>
    /// <param name="values">[connections].</param>
    /// <param name="bias">[K], or null.</param>
    /// <param name="x">Of the shape <see cref="Input"/>.</param>
    /// <param name="y">Of the shape <see cref="Output"/>; overwritten.</param>
    void Forward(KernelScratch scratch, float* values, float* bias, NormalizedInput x, float* y);

    /// <summary>∂L/∂x from ∂L/∂y.</summary>
    /// <param name="scratch">Memory and threads.</param>
    /// <param name="values">[connections].</param>
    /// <param name="dy">Of the shape <see cref="Output"/>.</param>
    /// <param name="dx">Of the shape <see cref="Input"/>.</param>
    /// <param name="store">Whether dx is overwritten or added to.</param>
    void InputGradient(KernelScratch scratch, float* values, float* dy, float* dx, GradientStore store);

    /// <summary>∂L/∂values, at the connections only, from x and ∂L/∂y.</summary>
    /// <param name="scratch">Memory and threads.</param>
    /// <param name="x">Of the shape <see cref="Input"/>.</param>
    /// <param name="dy">Of the shape <see cref="Output"/>; 0 in lanes without a sample, where x must be finite.</param>
    /// <param name="gradient">[connections]; overwritten.</param>
    void WeightGradient(KernelScratch scratch, NormalizedInput x, float* dy, float* gradient);
}
