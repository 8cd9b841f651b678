using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>The sum of each channel over samples and pixels: the gradient of a bias.</summary>
public static unsafe class ChannelSum
{
    /// <summary>sums[c] = Σ x[n, c, h, w].</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="shape">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="x">Of that shape, 0 in its padding lanes.</param>
    /// <param name="sums">Receives the sums, [C].</param>
    public static void Invoke(int threads, BlockedShape shape, float* x, float* sums) => Tier.Dispatch(new Kernel(threads, shape, x, sums));

    internal readonly struct Kernel(int threads, BlockedShape shape, float* x, float* sums) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            Kernel kernel = this;
            Team.Run(threads, shape.Channels, (channel, _) => kernel.Channel<TVector, TTier>(channel));
        }

        private void Channel<TVector, TTier>(int channel)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            double sum = 0;
            for (int block = 0; block < shape.Blocks; block++)
            {
                float* plane = x + block * shape.BlockLength + channel * shape.Plane;
                TVector a = TTier.Broadcast(0), b = a, c = a, d = a;
                nint i = 0;
                for (; i + 4 * TTier.Width <= shape.Plane; i += 4 * TTier.Width)
                {
                    a = TTier.Add(a, TTier.Load(plane + i));
                    b = TTier.Add(b, TTier.Load(plane + i + TTier.Width));
                    c = TTier.Add(c, TTier.Load(plane + i + 2 * TTier.Width));
                    d = TTier.Add(d, TTier.Load(plane + i + 3 * TTier.Width));
                }

                for (; i < shape.Plane; i += TTier.Width) a = TTier.Add(a, TTier.Load(plane + i));
                sum += TTier.Sum(TTier.Add(TTier.Add(a, b), TTier.Add(c, d)));
            }

            sums[channel] = (float)sum;
        }
    }
}
