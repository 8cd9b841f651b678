using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>
/// The shortcut without parameters of He et al. (2016, option A), over blocked activations: every stride-th position of x, and
/// channels of zeros around it: y[n, before + c, h, w] = x[n, c, h·stride, w·stride].
/// </summary>
/// <remarks>Nothing is rounded but the addition of gradients, so threads and tiers agree bit for bit.</remarks>
public static unsafe class ChannelPadShortcut
{
    /// <summary>Shape of y: [N, before + C + after, ⌈H/stride⌉, ⌈W/stride⌉].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stride is below 1, or a number of channels negative.</exception>
    public static BlockedShape OutputOf(BlockedShape input, int stride, int channelsBefore, int channelsAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(channelsBefore);
        ArgumentOutOfRangeException.ThrowIfNegative(channelsAfter);
        return new(
            input.Samples,
            channelsBefore + input.Channels + channelsAfter,
            (input.Height + stride - 1) / stride,
            (input.Width + stride - 1) / stride);
    }

    /// <summary>Samples x and surrounds it with channels of zeros.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of x.</param>
    /// <param name="stride">Distance of the positions taken, in both directions; at least 1.</param>
    /// <param name="channelsBefore">Channels of zeros before those of x.</param>
    /// <param name="channelsAfter">Channels of zeros after those of x.</param>
    /// <param name="x">[⌈N/16⌉, C, H, W, 16].</param>
    /// <param name="y">Overwritten; of shape <see cref="OutputOf"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is below 1, or a number of channels negative.</exception>
    public static void Forward(int threads, BlockedShape input, int stride, int channelsBefore, int channelsAfter, float* x, float* y) =>
        Tier.Dispatch(new ForwardKernel(threads, new(input, stride, channelsBefore, channelsAfter), x, y));

    /// <summary>Brings dy back to the positions taken; the others have no gradient: they become 0, or stay when added to.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="input">Shape of dx.</param>
    /// <param name="stride">Distance of the positions taken, in both directions; at least 1.</param>
    /// <param name="channelsBefore">Channels of zeros before those of x.</param>
    /// <param name="channelsAfter">Channels of zeros after those of x.</param>
    /// <param name="dy">Gradient of y, of shape <see cref="OutputOf"/>.</param>
    /// <param name="dx">Gradient of x; overwritten or added to.</param>
    /// <param name="store">Which of the two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is below 1, or a number of channels negative.</exception>
    public static void Backward(
        int threads, BlockedShape input, int stride, int channelsBefore, int channelsAfter, float* dy, float* dx, GradientStore store) =>
        Tier.Dispatch(new BackwardKernel(threads, new(input, stride, channelsBefore, channelsAfter), dy, dx, store));

    /// <summary>Which positions meet.</summary>
    internal readonly struct Sampling(BlockedShape input, int stride, int channelsBefore, int channelsAfter)
    {
        public BlockedShape Input => input;

        public BlockedShape Output { get; } = OutputOf(input, stride, channelsBefore, channelsAfter);

        /// <summary>The channel of the input behind a channel of the output; outside [0, C) where there is none.</summary>
        public int InputChannel(int outputChannel) => outputChannel - channelsBefore;

        public nint InputPlane(int block, int channel) => (((nint)block * Input.Channels) + channel) * Input.Plane;

        public nint OutputPlane(int block, int inputChannel) =>
            (((nint)block * Output.Channels) + channelsBefore + inputChannel) * Output.Plane;

        /// <summary>Where the first sampled position of an output row lies in its plane of the input.</summary>
        public nint InputRow(int outputRow) => (nint)outputRow * stride * Input.Width * BlockedShape.Lanes;

        public nint InputStep => (nint)stride * BlockedShape.Lanes;
    }

    internal readonly struct ForwardKernel(int threads, Sampling sampling, float* x, float* y) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            ForwardKernel kernel = this;
            Team.Run(threads, sampling.Output.Blocks * sampling.Output.Channels, (plane, _) => kernel.Sample<TVector, TTier>(plane));
        }

        private void Sample<TVector, TTier>(int plane)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            BlockedShape output = sampling.Output;
            float* target = y + (plane * output.Plane);
            var (block, channel) = Math.DivRem(plane, output.Channels);
            int source = sampling.InputChannel(channel);
            if (source < 0 || source >= sampling.Input.Channels)
            {
                new Span<float>(target, checked((int)output.Plane)).Clear();
                return;
            }

            for (int row = 0; row < output.Height; row++)
            {
                float* from = x + sampling.InputPlane(block, source) + sampling.InputRow(row);
                for (int column = 0; column < output.Width; column++, from += sampling.InputStep, target += BlockedShape.Lanes)
                {
                    for (int lane = 0; lane < BlockedShape.Lanes; lane += TTier.Width) TTier.Store(TTier.Load(from + lane), target + lane);
                }
            }
        }
    }

    internal readonly struct BackwardKernel(int threads, Sampling sampling, float* dy, float* dx, GradientStore store) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            BackwardKernel kernel = this;
            Team.Run(threads, sampling.Input.Blocks * sampling.Input.Channels, (plane, _) => kernel.Spread<TVector, TTier>(plane));
        }

        private void Spread<TVector, TTier>(int plane)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            BlockedShape output = sampling.Output;
            float* target = dx + (plane * sampling.Input.Plane);
            var (block, channel) = Math.DivRem(plane, sampling.Input.Channels);
            float* source = dy + sampling.OutputPlane(block, channel);
            if (store == GradientStore.Write) new Span<float>(target, checked((int)sampling.Input.Plane)).Clear();
            for (int row = 0; row < output.Height; row++)
            {
                float* to = target + sampling.InputRow(row);
                for (int column = 0; column < output.Width; column++, to += sampling.InputStep, source += BlockedShape.Lanes)
                {
                    for (int lane = 0; lane < BlockedShape.Lanes; lane += TTier.Width)
                        store.Put<TVector, TTier>(TTier.Load(source + lane), to + lane);
                }
            }
        }
    }
}
