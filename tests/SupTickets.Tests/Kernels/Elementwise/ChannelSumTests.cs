using CsCheck;
using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class ChannelSumTests
{
    private static readonly Gen<BlockedShape> Shapes =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int[1, 9], Gen.Int[1, 9], (n, c, h, w) => new BlockedShape(n, c, h, w));

    [Fact]
    public void Samples_and_pixels_of_a_channel_are_added()
    {
        BlockedShape shape = new(Samples: 2, Channels: 2, Height: 1, Width: 2);
        using AlignedFloats x = Activations.Blocked(shape, [1, 2, 10, 20, 3, 4, 30, -40]);
        float[] sums = [77, 77];
        fixed (float* target = sums) ChannelSum.Invoke(1, shape, x.Pointer, target);
        Assert.Equal([10, 20], sums);
    }

    [Fact]
    public void Every_tier_is_the_plain_loop_within_a_rounding_for_each_addend() => Gen.Select(Shapes, Gen.Int[0, 1000]).Sample(
        (shape, seed) =>
        {
            float[] values = Numbers.Floats(Activations.Count(shape), seed);
            using AlignedFloats x = Activations.Blocked(shape, values);
            using AlignedFloats sums = Activations.Filled(shape.Channels, float.NaN);
            ChannelSum.Kernel kernel = new(1, shape, x.Pointer, sums.Pointer);
            TierRuns.Scalar(kernel);
            Check();
            TierRuns.EachWide(kernel, Check);

            void Check()
            {
                for (int channel = 0; channel < shape.Channels; channel++) IsNear(shape, values, channel, sums.Span[channel]);
                sums.Span.Fill(float.NaN);
            }
        },
        iter: 50);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        BlockedShape shape = new(Samples: 35, Channels: 7, Height: 5, Width: 9);
        using AlignedFloats x = Activations.Blocked(shape, Numbers.Floats(Activations.Count(shape), seed: 1));
        using AlignedFloats sums = Activations.Filled(shape.Channels, float.NaN);
        Agreement.OfThreads(threads => ChannelSum.Invoke(threads, shape, x.Pointer, sums.Pointer), sums);
    }

    // However the addends are grouped, none passes through more roundings than there are addends, plus the eight of joining the
    // lanes of a vector, four vectors, and of the result.
    private static void IsNear(BlockedShape shape, float[] values, int channel, float computed)
    {
        double sum = 0, size = 0;
        for (int n = 0; n < shape.Samples; n++)
        {
            for (int i = 0; i < shape.Area; i++)
            {
                double value = values[(((n * shape.Channels) + channel) * shape.Area) + i];
                (sum, size) = (sum + value, size + Math.Abs(value));
            }
        }

        double bound = ((shape.Samples * shape.Area) + 8) * Math.ScaleB(1, -24) * size;
        Assert.InRange(computed - sum, -bound, bound);
    }
}
