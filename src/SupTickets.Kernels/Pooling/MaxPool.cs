using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Pooling;

/// <summary>The largest value of each window, over blocked activations. Positions beyond the border count as −∞.</summary>
/// <remarks>Each output is computed by one thread in a fixed order, so threads and tiers agree bit for bit.</remarks>
public static unsafe class MaxPool
{
    /// <summary>y = the maxima of the windows of x; a NaN makes its windows NaN.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of x.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="x">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="y">Overwritten; of shape <see cref="PoolGeometry.OutputOf"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The windows do not fit the input.</exception>
    public static void Forward(int threads, BlockedShape input, PoolGeometry geometry, NormalizedInput x, float* y) =>
        Tier.Dispatch(new MaxPoolForwardKernel(threads, input, geometry, x, y));

    /// <summary>The gradient of each window goes to its first maximum in row-major order.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of x and dx.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="x">What <see cref="Forward"/> read.</param>
    /// <param name="y">What <see cref="Forward"/> wrote.</param>
    /// <param name="dy">Gradient of y, of its shape.</param>
    /// <param name="dx">Gradient of x; overwritten or added to.</param>
    /// <param name="store">Which of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The windows do not fit the input.</exception>
    public static void Backward(
        int threads, BlockedShape input, PoolGeometry geometry, NormalizedInput x, float* y, float* dy, float* dx, GradientStore store) =>
        Tier.Dispatch(new MaxPoolBackwardKernel(threads, input, geometry, x, y, dy, dx, store));
}
