using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Pooling;

/// <summary>The mean over all positions of a channel, over blocked activations.</summary>
/// <remarks>Each lane is summed in row-major order, so threads and tiers agree bit for bit.</remarks>
public static unsafe class GlobalAveragePool
{
    /// <summary>y = the mean of x over H·W.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of x.</param>
    /// <param name="x">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="y">[⌈N/16⌉, C, 1, 1, 16]; overwritten.</param>
    public static void Forward(int threads, BlockedShape input, float* x, float* y) =>
        Tier.Dispatch(new ForwardKernel(threads, input, x, y));

    /// <summary>dx = dy / (H·W) at every position.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of dx.</param>
    /// <param name="dy">Gradient of y, [⌈N/16⌉, C, 1, 1, 16].</param>
    /// <param name="dx">Gradient of x, [⌈N/16⌉, C, H, W, 16]; overwritten or added to.</param>
    /// <param name="store">Which of the two.</param>
    public static void Backward(int threads, BlockedShape input, float* dy, float* dx, GradientStore store) =>
        Tier.Dispatch(new BackwardKernel(threads, input, dy, dx, store));

    internal readonly struct ForwardKernel(int threads, BlockedShape input, float* x, float* y) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            ForwardKernel kernel = this;
            Team.Run(threads, input.Blocks * input.Channels, (plane, _) => kernel.Average<TVector, TTier>(plane));
        }

        private void Average<TVector, TTier>(int plane)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector share = TTier.Broadcast(1f / input.Area);
            for (int lane = 0; lane < BlockedShape.Lanes; lane += TTier.Width)
            {
                float* source = x + (plane * input.Plane) + lane;
                TVector sum = TTier.Broadcast(0);
                for (nint i = 0; i < input.Plane; i += BlockedShape.Lanes) sum = TTier.Add(sum, TTier.Load(source + i));
                TTier.Store(TTier.Multiply(sum, share), y + ((nint)plane * BlockedShape.Lanes) + lane);
            }
        }
    }

    internal readonly struct BackwardKernel(int threads, BlockedShape input, float* dy, float* dx, GradientStore store) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            BackwardKernel kernel = this;
            Team.Run(threads, input.Blocks * input.Channels, (plane, _) => kernel.Spread<TVector, TTier>(plane));
        }

        private void Spread<TVector, TTier>(int plane)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector share = TTier.Broadcast(1f / input.Area);
            for (int lane = 0; lane < BlockedShape.Lanes; lane += TTier.Width)
            {
                TVector gradient = TTier.Multiply(TTier.Load(dy + ((nint)plane * BlockedShape.Lanes) + lane), share);
                float* target = dx + (plane * input.Plane) + lane;
                for (nint i = 0; i < input.Plane; i += BlockedShape.Lanes) store.Put<TVector, TTier>(gradient, target + i);
            }
        }
    }
}
