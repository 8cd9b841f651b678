using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class PadCropFlipTests
{
    private static readonly ImageShape Three = new(1, 3, 3);
    private static readonly byte[] Digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [InlineData(Padding.Reflect, 0, 0, false, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(Padding.Reflect, 0, 0, true, new byte[] { 3, 2, 1, 6, 5, 4, 9, 8, 7 })]
    [InlineData(Padding.Reflect, -2, -2, false, new byte[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    [InlineData(Padding.Reflect, 1, -1, false, new byte[] { 5, 4, 5, 8, 7, 8, 5, 4, 5 })]
    [InlineData(Padding.Reflect, 0, 2, true, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(Padding.Zero, -1, -1, false, new byte[] { 0, 0, 0, 0, 1, 2, 0, 4, 5 })]
    [InlineData(Padding.Zero, 1, 2, false, new byte[] { 6, 0, 0, 9, 0, 0, 0, 0, 0 })]
    [InlineData(Padding.Zero, 1, 2, true, new byte[] { 0, 0, 6, 0, 0, 9, 0, 0, 0 })]
    public void Pads_crops_and_flips_a_known_image(Padding padding, int down, int right, bool flip, byte[] expected)
    {
        byte[] actual = new byte[9];
        new PadCropFlip(2, padding).Apply(Digits, Three, StreamFor(down, right, flip), actual);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(Padding.Reflect)]
    [InlineData(Padding.Zero)]
    public void Agrees_with_padding_cropping_and_flipping_one_after_the_other(Padding padding)
    {
        ImageShape shape = new(3, 6, 7);
        byte[] image = new byte[shape.Length];
        RandomStream pixels = new(5);
        for (int i = 0; i < image.Length; i++) image[i] = (byte)pixels.NextInt(256);
        for (ulong seed = 0; seed < 200; seed++)
        {
            byte[] actual = new byte[shape.Length];
            new PadCropFlip(4, padding).Apply(image, shape, new RandomStream(seed), actual);
            Assert.Equal(Naive(image, shape, 4, padding, new RandomStream(seed)), actual);
        }
    }

    private static byte[] Naive(byte[] image, ImageShape shape, int pad, Padding padding, RandomStream random)
    {
        (int c, int h, int w) = (shape.Channels, shape.Height, shape.Width);
        int[] Sources(int length) =>
            [.. Enumerable.Range(-pad, length + 2 * pad).Select(
                i => i >= 0 && i < length ? i : padding == Padding.Zero ? -1 : i < 0 ? -i : 2 * (length - 1) - i)];
        byte[,,] padded = new byte[c, h + 2 * pad, w + 2 * pad];
        foreach (int channel in Enumerable.Range(0, c))
            foreach ((int y, int sy) in Sources(h).Index())
                foreach ((int x, int sx) in Sources(w).Index())
                    padded[channel, y, x] = sy < 0 || sx < 0 ? (byte)0 : image[(channel * h + sy) * w + sx];
        (int top, int left, bool flip) = (random.NextInt(2 * pad + 1), random.NextInt(2 * pad + 1), random.NextBool());
        byte[] result = new byte[image.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int x = i % w, y = i / w % h;
            result[i] = padded[i / (h * w), top + y, left + (flip ? w - 1 - x : x)];
        }

        return result;
    }

    private static RandomStream StreamFor(int down, int right, bool flip)
    {
        for (ulong seed = 0; ; seed++)
        {
            RandomStream trial = new(seed);
            if (trial.NextInt(5) - 2 == down && trial.NextInt(5) - 2 == right && trial.NextBool() == flip) return new(seed);
        }
    }
}
